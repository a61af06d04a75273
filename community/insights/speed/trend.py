"""The trend by week: read from roll-ups, with what is too young and what is missing marked as that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.insights.clocks.definitions import FIRST_ANSWER
from community.insights.clocks.queries.cohorts import Histogram, by_week, cohorts_of
from community.insights.clocks.queries.gaps import Gaps
from community.insights.clocks.queries.population import Population, begin_of
from community.insights.speed.charts import TICKS, height_of
from community.insights.speed.tiles.measures import DAY, HOUR
from community.insights.speed.tiles.registry import FEWEST
from community.insights.speed.words import duration_said, share_said
from community.web.charts import BOTTOM, LEFT, RIGHT, TOP, LinePicture, Tick, joined, labelled, places_of

WEEKS: Final = 26
# A week says something about 72 hours once its last question is that old.
RIPE_AFTER: Final = timedelta(hours=72)


@dataclass(frozen=True)
class Week:
    """The questions asked in one week. Without figures where there are too few or something is missing."""

    monday: date
    n: int
    is_ripe: bool
    is_missing: bool
    median: float | None = None
    hour: float | None = None
    day: float | None = None

    @property
    def has_figures(self) -> bool:
        """Return whether there is something to say of it."""
        return self.n >= FEWEST and not self.is_missing

    @property
    def median_said(self) -> str:
        """Return the median in words."""
        if not self.has_figures:
            return ""
        return duration_said(self.median) if self.median is not None else _("not reached yet")

    @property
    def shares_said(self) -> Sequence[str]:
        """Return the shares answered within an hour and within a day."""
        return [share_said(share) if share is not None else "" for share in (self.hour, self.day)]

    @property
    def remark(self) -> str:
        """Return what is to be known of the week."""
        if self.is_missing:
            return _("something is missing")
        if self.n < FEWEST:
            return _("not enough data (n < %(fewest)d)") % {"fewest": FEWEST}
        return "" if self.is_ripe else _("too young: its figures will change")


@dataclass(frozen=True)
class Band:
    """A stretch of weeks that is shaded: too young, or with something missing."""

    x: float
    width: float
    is_missing: bool


@dataclass(frozen=True)
class TrendPicture(LinePicture):
    """Medians by week, on a logarithmic axis of time, with stretches of weeks that are shaded."""

    bands: Sequence[Band] = ()
    top: int = TOP
    bottom: int = BOTTOM
    plot_height: int = BOTTOM - TOP


@dataclass(frozen=True)
class Trend:
    """The weeks, their picture, and when the roll-ups were made that they are read from."""

    weeks: Sequence[Week]
    picture: TrendPicture | None
    as_of: datetime | None


def trend_weeks(population: Population) -> Population:
    """Return the questions of whole weeks: half a year at least, up to the end of the period."""
    earliest = min(population.since, population.until - timedelta(weeks=WEEKS - 1))
    return replace(population, since=earliest - timedelta(days=earliest.weekday()))


def trend_of(population: Population, now: datetime, gaps: Gaps) -> Trend:
    """Return the first answer by week. `population` begins on a Monday and knows no tag. Two queries."""
    found = cohorts_of(population, FIRST_ANSWER, now, by=by_week)
    missing = {day - timedelta(days=day.weekday()) for day in gaps.days}
    mondays = [population.since + timedelta(weeks=week) for week in range((population.days + 6) // 7)]
    weeks = [_week(population, monday, found.histograms.get(monday), now, monday in missing) for monday in mondays]
    return Trend(weeks, _picture(weeks), found.as_of)


def _week(population: Population, monday: date, histogram: Histogram | None, now: datetime, is_missing: bool) -> Week:
    last = min(monday + timedelta(days=6), population.until)
    is_ripe = begin_of(last + timedelta(days=1), population.zone) + RIPE_AFTER <= now
    week = Week(monday, histogram.n if histogram else 0, is_ripe, is_missing)
    if histogram is None or not week.has_figures:
        return week
    return replace(week, median=histogram.quantile(0.5), hour=histogram.share_by(HOUR), day=histogram.share_by(DAY))


def _picture(weeks: Sequence[Week]) -> TrendPicture | None:
    """Return the picture, None where no week has a median."""
    known = [week for week in weeks if week.median is not None]
    if not known:
        return None
    places = places_of(len(weeks))
    lines, dots = joined(places, [None if week.median is None else height_of(week.median) for week in weeks])
    words = {
        "first": duration_said(known[0].median or 0.0),
        "start": _day(known[0].monday),
        "last": duration_said(known[-1].median or 0.0),
        "day": _day(known[-1].monday),
    }
    return TrendPicture(
        lines=lines,
        dots=dots,
        bands=_bands(list(zip(places, weeks, strict=True)), (RIGHT - LEFT) / len(weeks)),
        x_ticks=labelled(places, [_day(week.monday) for week in weeks]),
        y_ticks=[Tick(height_of(seconds), label, is_major) for seconds, label, is_major in TICKS],
        sentence=_(
            "Half of the questions of a week had an answer within: %(first)s in the week of %(start)s, %(last)s in the week "
            "of %(day)s."
        )
        % words,
    )


def _bands(places: Sequence[tuple[float, Week]], step: float) -> list[Band]:
    """Return what is shaded: each stretch of weeks that are too young, or of which something is missing."""
    bands: list[Band] = []
    for x, week in places:
        if week.is_ripe and not week.is_missing:
            continue
        start = round(x - step / 2, 1)
        if bands and bands[-1].is_missing == week.is_missing and abs(bands[-1].x + bands[-1].width - start) < 1:
            bands[-1] = replace(bands[-1], width=round(bands[-1].width + step, 1))
        else:
            bands.append(Band(start, round(step, 1), week.is_missing))
    return bands


def _day(day: date) -> str:
    # Translators: how a day is written where there is little room, in the pattern of Django's date filter.
    return date_format(day, pgettext("short date", "j M"))
