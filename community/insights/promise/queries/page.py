"""What the page "Did we deliver?" shows, and the file behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncWeek

from accounts.models import Company
from community.insights.clocks.queries.population import Population, zone_of
from community.insights.promise.models import Outcome, Promise
from community.insights.promise.models.promise import Clause
from community.insights.promise.queries.delivery import Delivery, deliveries_of, outcomes_of, tallied_by
from community.insights.promise.queries.promises import promise_in_force
from community.questions.models import Post, Question

WINDOWS: Final = (28, 90, 365)
WEEKS: Final = 12
_AT_RISK: Final = 10
_KEPT_SECONDS: Final = 60
ROWS_HEAD: Final = (
    "question", "clause", "promise version", "asked", "deadline", "state", "reason", "settled", "live",
)  # fmt: skip


@dataclass(frozen=True)
class Week:
    """What became of one clause for the questions of one week, which begins on a Monday of the company's time zone."""

    begins: date
    delivery: Delivery
    is_over: bool


def last_days(company: Company, days: int, now: datetime) -> Population:
    """Return the questions of the last days of the company's time zone, today included."""
    today = now.astimezone(zone_of(company)).date()
    return Population(company=company, since=today - timedelta(days=days - 1), until=today)


def last_weeks(company: Company, now: datetime) -> Population:
    """Return the questions of this week and the eleven before it."""
    today = now.astimezone(zone_of(company)).date()
    monday = today - timedelta(days=today.weekday())
    return Population(company=company, since=monday - timedelta(weeks=WEEKS - 1), until=today)


def weeks_of(company: Company, now: datetime) -> dict[str, list[Week]]:
    """Return for each clause what became of it week by week, the oldest first, weeks without a question too. One query."""
    population = last_weeks(company, now)
    rows = outcomes_of(population).annotate(week=TruncWeek("asked_at", tzinfo=population.zone))
    found = {moment.date(): tallies for moment, tallies in tallied_by(rows, now, "week").items()}
    begins = [population.since + timedelta(weeks=number) for number in range(WEEKS)]
    return {
        clause: [
            Week(
                begins=day,
                delivery=found[day][clause] if day in found else Delivery(clause),
                is_over=day + timedelta(days=7) <= population.until,
            )
            for day in begins
        ]
        for clause in Clause.values
    }


def at_risk(company: Company, now: datetime) -> list[Outcome]:
    """Return what may be broken next and still need not be, the most urgent first, with the questions. One query."""
    rows = Outcome.objects.of(company).at_risk(now).filter(question__post__visibility=Post.Visibility.VISIBLE)
    return list(rows.select_related("question")[:_AT_RISK])


def rows_of(population: Population, now: datetime) -> Iterator[tuple[object, ...]]:
    """Yield a row for each outcome that the page counts, under ROWS_HEAD. One query.

    A question that is hidden or gone is counted too; its number is left out.
    """
    seen = Question.objects.filter(pk=OuterRef("question"), post__visibility=Post.Visibility.VISIBLE)
    rows = outcomes_of(population).annotate(is_shown=Exists(seen)).select_related("promise").order_by("asked_at", "pk")
    for row in rows.iterator(chunk_size=2000):
        state = row.state_at(now)
        settled_at = row.deadline if state == Outcome.State.BROKEN else row.settled_at
        yield (
            row.question_id if getattr(row, "is_shown", False) else "",
            row.clause,
            row.promise.version,
            row.asked_at.isoformat(),
            row.deadline.isoformat(),
            state,
            row.reason,
            settled_at.isoformat() if settled_at else "",
            "yes" if row.is_live else "no",
        )


@dataclass(frozen=True)
class Line:
    """What the home page says: the promise in force, and how well it was kept in the last 28 days."""

    promise: Promise
    deliveries: dict[str, Delivery]


def promise_line(company: Company, now: datetime) -> Line | None:
    """Return what the home page says, None where nothing is promised; at most a minute old. Two queries when it is made.

    Without Redis it is made anew for every page.
    """
    key = f"promise:line:{company.pk}"
    kept: tuple[Line | None] | None = cache.get(key)
    if kept is None:
        promise = promise_in_force(company, now)
        kept = (Line(promise, deliveries_of(last_days(company, WINDOWS[0], now), now)) if promise else None,)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept[0]
