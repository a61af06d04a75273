"""How the numbers of a figure are written: the same on pages and in files."""

from __future__ import annotations

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from community.insights.speed.tiles.registry import COUNT, SHARE, TIME, Figure, Part
from community.web.durations import within


def said(part: Part) -> str:
    """Return the number with its unit; "more than" where it is later than anybody was watched; a dash for nothing."""
    if part.value is None:
        if part.beyond is None:
            return "–"
        return _("more than %(value)s") % {"value": _said(part.kind, part.beyond)}
    return _said(part.kind, part.value)


def interval_said(part: Part) -> str:
    """Return where the true share lies: "79 to 86 %"; nothing for a number without an interval."""
    if part.value is None or part.low is None or part.high is None:
        return ""
    return _("%(low)s to %(high)s %%") % {"low": _points(part.low, 0), "high": _points(part.high, 0)}


def too_few_said(figure: Figure) -> str:
    """Return the sentence that stands where there is too little to say anything."""
    return _("Not enough data (n < %(fewest)d)") % {"fewest": figure.fewest}


def duration_said(seconds: float) -> str:
    """Return a number of seconds in plain words, rounded up: "6 min", "1.5 h"."""
    return within(timedelta(seconds=seconds))


def share_said(share: float) -> str:
    """Return a share in percent with one decimal."""
    return _("%(share)s %%") % {"share": _points(share, 1)}


def percent_said(share: float) -> str:
    """Return a share in whole percent."""
    return _("%(share)s %%") % {"share": _points(share, 0)}


def _said(kind: str, value: float) -> str:
    if kind == TIME:
        return duration_said(value)
    if kind == SHARE:
        return share_said(value)
    return (
        number_format(round(value), use_l10n=True, force_grouping=True)
        if kind == COUNT
        else number_format(round(value, 2), 2)
    )


def _points(share: float, decimals: int) -> str:
    # Django cuts off what it does not show.
    return number_format(round(100 * share, decimals), decimals)
