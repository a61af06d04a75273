"""n and v of P = n v², from the lessons, and their trend.

n counts distinct live events of 28 days that had an effect; what is imported, skipped without consent or known already
has none. L is the median time from an event to its effect, in seconds, over the same 28 days, or over the last hour (with
all that still waits) where that is longer, so that a halt shows at the next roll-up. What waits counts with its age so
far. Below one second everything is one second: nobody gains by microseconds. v = 1 / L in minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models.functions import TruncWeek

from accounts.models import Company
from community.personalization.accountability.models import Velocity

VELOCITY_VERSION: Final = 1
WINDOW: Final = timedelta(days=28)
LATELY: Final = timedelta(hours=1)
WEEKS: Final = 26
# Composed by hand: percentiles of ordered sets. One pass over the lessons of the window.
_ROLL_UP: Final = """
    SELECT count(*) FILTER (WHERE learned), count(*) FILTER (WHERE NOT learned),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE occurred_at >= %(lately)s OR NOT learned),
        percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds)
    FROM (
        SELECT event.occurred_at, lesson.effect_at IS NOT NULL AS learned,
            greatest(extract(epoch FROM coalesce(lesson.effect_at, %(now)s) - event.occurred_at), 1.0) AS seconds
        FROM memory_lesson AS lesson JOIN events_event AS event ON event.id = lesson.event_id
        WHERE lesson.company_id = %(company)s AND event.source = 'live' AND event.occurred_at <= %(now)s
            AND (lesson.applied_at IS NULL OR lesson.effect_at IS NOT NULL AND event.occurred_at >= %(since)s)
    ) AS timed
"""


@dataclass(frozen=True)
class Pace:
    """What the lessons say at a moment; seconds are None where nothing happened."""

    n: int
    waiting: int
    median_seconds: float | None
    p95_seconds: float | None


@dataclass(frozen=True)
class Week:
    """The last roll-up of one week, and its P as an index, None before there is a base."""

    monday: date
    velocity: Velocity
    index: float | None


@dataclass(frozen=True)
class Trend:
    """The weeks in their order, the newest roll-up with its index, and from when on there is or will be a base."""

    weeks: Sequence[Week]
    newest: Velocity | None
    index: float | None
    base_from: datetime | None


def pace_of(company: Company, now: datetime) -> Pace:
    """Return n, what waits, L and the 95th percentile at the moment. One query."""
    words: dict[str, int | datetime] = {
        "company": company.pk,
        "now": now,
        "since": now - WINDOW,
        "lately": now - LATELY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP, words)
        n, waiting, median, lately, p95 = cursor.fetchone()
    if median is None:
        return Pace(0, 0, None, None)
    return Pace(n, waiting, float(max(median, lately or 0)), float(p95))


def trend_of(company: Company, now: datetime) -> Trend:
    """Return the last half year by week. Four queries at most.

    P is an index: 100 is what it was 28 days after the first roll-up at which something had been learned.
    """
    rows = Velocity.objects.of(company)
    first = rows.filter(n__gt=0).order_by("at").first()
    base_from = first.at + WINDOW if first else None
    base = rows.filter(n__gt=0, at__gte=base_from).order_by("at").first() if base_from and base_from <= now else None
    by_week = (
        rows.filter(at__gte=now - timedelta(weeks=WEEKS))
        .annotate(week=TruncWeek("at"))
        .order_by("week", "-at")
        .distinct("week")
    )
    weeks = [Week(_monday_of(each.at), each, index_of(each, base)) for each in by_week]
    newest = weeks[-1].velocity if weeks else None
    return Trend(weeks, newest, index_of(newest, base) if newest else None, base_from)


def index_of(velocity: Velocity, base: Velocity | None) -> float | None:
    """Return P with the base's as 100; None where either is missing."""
    if base is None or base.p is None or velocity.p is None:
        return None
    return 100.0 * velocity.p / base.p


def _monday_of(moment: datetime) -> date:
    return moment.date() - timedelta(days=moment.weekday())
