"""What was measured, in words and rows for pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.personalization.accountability.models import Velocity, Worth
from community.personalization.accountability.queries.velocity import Trend, Week
from community.web.charts import LinePicture, log_line
from community.web.durations import within

_TENS: Final = tuple(10.0**power for power in range(-6, 13))


@dataclass(frozen=True)
class PaceSaid:
    """The newest roll-up in words, the three pictures, and their rows of week, n, v, median, 95 % and index.

    `is_timed` where the newest has times to tell, `is_based` where the moment that P is measured by has come.
    """

    newest: Velocity | None
    n: str
    v: str
    median: str
    p95: str
    is_timed: bool
    index: str
    base_from: datetime | None
    is_based: bool
    pictures: Sequence[tuple[str, LinePicture]]
    rows: Sequence[tuple[str, ...]]


def pace_said(trend: Trend, now: datetime) -> PaceSaid:
    """Return how fast the company learns, for a page. What nothing is known of is "no data"."""
    newest = trend.newest
    drawn: Sequence[tuple[str, str, Callable[[Week], float | None]]] = (
        (_("n by week"), "n", lambda week: week.velocity.n or None),
        (_("v by week"), "v", lambda week: week.velocity.v),
        (_("P by week, as an index"), "P", lambda week: week.index),
    )
    pictures = [(title, _picture(trend.weeks, name, value)) for title, name, value in drawn]
    return PaceSaid(
        newest=newest,
        n=number_format(newest.n, 0, force_grouping=True) if newest else _("no data"),
        v=_amount(newest.v if newest else None),
        median=_seconds(newest.median_seconds if newest else None),
        p95=_seconds(newest.p95_seconds if newest else None),
        is_timed=newest is not None and newest.median_seconds is not None,
        index=_amount(trend.index),
        base_from=trend.base_from,
        is_based=trend.base_from is not None and trend.base_from <= now,
        pictures=[(title, picture) for title, picture in pictures if picture],
        rows=[_week_row(week) for week in reversed(trend.weeks)],
    )


def _week_row(week: Week) -> tuple[str, ...]:
    found = week.velocity
    return (
        _day(week),
        str(found.n),
        _amount(found.v),
        _seconds(found.median_seconds),
        _seconds(found.p95_seconds),
        _amount(week.index),
    )


def _picture(weeks: Sequence[Week], name: str, value_of: Callable[[Week], float | None]) -> LinePicture | None:
    """Return the picture on a logarithmic axis that ends at powers of ten."""
    values = [value_of(week) for week in weeks]
    known = [value for value in values if value]
    if not known:
        return None
    # What is beyond the axis, such as P of a halt of hours, stands at its end; an axis is at least one power of ten long.
    low = max((ten for ten in _TENS[:-1] if ten <= min(known)), default=_TENS[0])
    high = min((ten for ten in _TENS if ten > max(low, *known)), default=_TENS[-1])
    ticks = [(ten, number_format(ten, 0 if ten >= 1 else None)) for ten in _TENS if low <= ten <= high]
    words = {"name": name, "first": _amount(known[0]), "last": _amount(known[-1])}
    sentence = _("%(name)s by week on a logarithmic axis: %(first)s at first, %(last)s at last.") % words
    return log_line(values, [_day(week) for week in weeks], ticks, sentence)


def _day(week: Week) -> str:
    # Translators: how a day is written where there is little room, in the pattern of Django's date filter.
    return date_format(week.monday, pgettext("short date", "j M"))


def _amount(value: float | None) -> str:
    """Return a number with two digits that say something."""
    if value is None:
        return _("no data")
    return (
        number_format(round(value), 0, force_grouping=True) if value >= 10 else number_format(Decimal(f"{value:.2g}"))
    )


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return _("no data")
    return _("%(seconds)s s") % {"seconds": _amount(seconds)} if seconds < 60 else within(timedelta(seconds=seconds))


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
    return "–" if share is None else _("%(share)s %%") % {"share": number_format(round(100 * share), 0)}


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
    return span(decimal(low, places), decimal(high, places))


def span(low: str, high: str) -> str:
    """Return from where to where."""
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _exponent(stored: Sequence[float] | None) -> str:
    if stored is None:
        return _("unknown")
    value, low, high = stored
    return _("%(value)s (%(interval)s)") % {"value": decimal(value), "interval": interval(low, high)}
