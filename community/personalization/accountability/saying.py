"""What was measured, in words and rows for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from community.personalization.accountability.models import Worth
from community.web.durations import within


@dataclass(frozen=True)
class WorthSaid:
    """A replay for a page: rows of name, MRR and interval by delay and by volume, and the caption."""

    by_delay: Sequence[tuple[str, str, str]]
    by_volume: Sequence[tuple[str, str, str]]
    caption: str


def worth_said(worth: Worth) -> WorthSaid | None:
    """Return what a replay found, None where there was too little to say anything."""
    if not worth.cells:
        return None
    cells = [(each["delay"], each["share"], each["mrr"]) for each in worth.cells]
    return WorthSaid(
        by_delay=[_row(delay_said(delay), mrr) for delay, share, mrr in cells if share == 1.0],
        by_volume=[_row(percent(share), mrr) for delay, share, mrr in cells if delay == 0.0],
        caption=_("The founders' thesis: exponent 1 on n, 2 on v. Measured here: %(on_n)s on n, %(on_v)s on v.")
        % {"on_n": _exponent(worth.on_n), "on_v": _exponent(worth.on_v)},
    )


def delay_said(seconds: float) -> str:
    """Return how much later something is learned, in words."""
    return within(timedelta(seconds=seconds)) if seconds else _("at once")


def percent(share: float | None) -> str:
    """Return a share in whole percent; a dash for none."""
    return "–" if share is None else _("%(share)s %%") % {"share": number_format(100 * share, 0)}


def decimal(value: float | None, places: int = 3) -> str:
    """Return a number with so many decimals; a dash for none."""
    return "–" if value is None else number_format(round(value, places), places)


def _row(name: str, mrr: Sequence[float]) -> tuple[str, str, str]:
    value, low, high = mrr
    return name, decimal(value), interval(low, high)


def interval(low: float | None, high: float | None, places: int = 3) -> str:
    """Return from where to where, nothing where that is not known."""
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": decimal(low, places), "high": decimal(high, places)}


def _exponent(stored: Sequence[float] | None) -> str:
    if stored is None:
        return _("unknown")
    value, low, high = stored
    return _("%(value)s (%(interval)s)") % {"value": decimal(value), "interval": interval(low, high)}
