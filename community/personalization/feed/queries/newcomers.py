"""Whether newcomers who are led to their first five answers stay longer than those who are not.

Definition, version 1. A newcomer is a person who joined in the last 26 weeks and said yes to the list made for them within
seven days of joining, to a text that tells of the first five answers. From that yes on chance has decided: five in a
hundred are held out and get the plain order without the first five, all others may have them. Counted are those whose yes
stands and who agree to comparing versions. Somebody stayed to day k (1, 7, 30) if they wrote, voted or accepted something
here in the seven days that begin k days after their yes; they count for day k once these seven days are over. Imports and
demos do not count. A share is said of 30 people or more. The week is that of joining, from Monday, UTC.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import F, Min

from accounts.models import Company, ConsentEntry, Membership
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.statistics.sequential import always_valid_interval, difference_of_shares
from community.statistics.shares import wilson_interval

DAYS: Final = (1, 7, 30)
WEEKS: Final = 26
# Of fewer people no share is said: it would be chance, and might be about somebody.
FEWEST: Final = 30
# The smallest difference of the shares that is of interest (τ), set beforehand.
TAU: Final = 0.1
_LOOKED: Final = timedelta(days=7)
_SIGNED_UP_WITHIN: Final = timedelta(days=7)
# The first text that tells of the first five answers. Before it everybody was led to them, and chance decided nothing.
_TELLS_OF_THE_PATH: Final = 2
_DOING: Final = (
    "acceptance.withdrawn", "answer.accepted", "answer.edited", "answer.failed", "answer.posted", "answer.reused",
    "comment.posted", "me_too.added", "question.asked", "question.edited", "vote.cast",
)  # fmt: skip
# Composed by hand: pairs of a member and a moment, each with windows of its own. One pass over the log.
_STAYED: Final = """
    SELECT DISTINCT newcomer.actor, day.after
    FROM unnest(%(actors)s::text[], %(entries)s::timestamptz[]) AS newcomer(actor, entry)
    CROSS JOIN unnest(%(days)s::int[]) AS day(after)
    JOIN events_event AS event ON event.actor = newcomer.actor
        AND event.occurred_at >= newcomer.entry + make_interval(days => day.after)
        AND event.occurred_at < newcomer.entry + make_interval(days => day.after) + %(looked)s
    WHERE event.company = %(company)s AND event.type = ANY(%(doing)s) AND event.source = 'live'
        AND event.occurred_at BETWEEN %(since)s AND %(now)s
"""


@dataclass(frozen=True)
class Newcomer:
    """A person who joined, and since when chance decides what they get."""

    actor: str
    joined_at: datetime
    entry: datetime
    is_held_out: bool


@dataclass(frozen=True)
class Stayed:
    """How many of those whose window is over stayed. `share` and its 95 % interval are None of fewer than 30."""

    n: int
    stayed: int

    @property
    def share(self) -> float | None:
        """Return the share of those who stayed."""
        return self.stayed / self.n if self.n >= FEWEST else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return where the share lies (Wilson, 95 %)."""
        return wilson_interval(self.stayed, self.n) if self.n >= FEWEST else None


@dataclass(frozen=True)
class Compared:
    """One day on both sides. `more` is by how much the share is higher on the path, `low` and `high` the ends of its 95 %
    interval, which holds however often one looks; all None where a side has fewer than 30 people."""

    day: int
    path: Stayed
    held_out: Stayed
    more: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Cohort:
    """Those who joined in one week, None for all weeks: how many on each side, and who stayed to which day."""

    week: date | None
    path: int
    held_out: int
    days: Sequence[Compared]


def cohorts(company: Company, now: datetime) -> tuple[Cohort, list[Cohort]]:
    """Return all weeks together, and each week with somebody in it, the newest first. Two queries, one without anybody."""
    found = _newcomers(company, now)
    stayed = _stayed(company, found, now) if found else set()
    by_week: dict[date, list[Newcomer]] = defaultdict(list)
    for each in found:
        by_week[each.joined_at.date() - timedelta(days=each.joined_at.weekday())].append(each)
    weeks = [_cohort(week, people, stayed, now) for week, people in sorted(by_week.items(), reverse=True)]
    return _cohort(None, found, stayed, now), weeks


def _newcomers(company: Company, now: datetime) -> list[Newcomer]:
    yes = ConsentEntry.objects.filter(
        company=company,
        purpose=Purpose.FEED,
        said=ConsentEntry.Said.GIVEN,
        wording__gte=_TELLS_OF_THE_PATH,
        at__lte=now,
    )
    rows = (
        yes.filter(
            membership__in=consenting(company.pk, Purpose.FEED).values("pk"),
            membership__kind=Membership.Kind.PERSON,
            membership__joined_at__gte=now - timedelta(weeks=WEEKS),
        )
        .filter(membership__in=consenting(company.pk, Purpose.EXPERIMENTS).values("pk"))
        .values("membership", joined=F("membership__joined_at"))
        .annotate(entry=Min("at"))
        .filter(entry__gte=F("joined"), entry__lt=F("joined") + _SIGNED_UP_WITHIN)
        .order_by("membership")
    )
    return [
        Newcomer(
            actor=str(row["membership"]),
            joined_at=row["joined"],
            entry=row["entry"],
            is_held_out=in_hold_out(company.pk, f"member:{row['membership']}"),
        )
        for row in rows
    ]


def _stayed(company: Company, found: Sequence[Newcomer], now: datetime) -> set[tuple[str, int]]:
    """Return the pairs of a member and a day to which they stayed."""
    words: dict[str, Any] = {
        "actors": [each.actor for each in found],
        "entries": [each.entry for each in found],
        "days": list(DAYS),
        "company": company.key,
        "doing": list(_DOING),
        "looked": _LOOKED,
        "since": min(each.entry for each in found),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STAYED, words)
        return {(actor, day) for actor, day in cursor.fetchall()}


def _cohort(week: date | None, people: Sequence[Newcomer], stayed: set[tuple[str, int]], now: datetime) -> Cohort:
    sides = [[each for each in people if each.is_held_out == held_out] for held_out in (False, True)]
    days = []
    for day in DAYS:
        over = [[each for each in side if each.entry + timedelta(days=day) + _LOOKED <= now] for side in sides]
        path, held_out = (Stayed(len(side), sum((each.actor, day) in stayed for each in side)) for side in over)
        days.append(compared(day, path, held_out))
    return Cohort(week, len(sides[0]), len(sides[1]), days)


def compared(day: int, path: Stayed, held_out: Stayed) -> Compared:
    """Compare both sides at one day; nothing is said where one of them is too small."""
    if path.share is None or held_out.share is None:
        return Compared(day, path, held_out)
    more, variance = difference_of_shares(path.stayed, path.n, held_out.stayed, held_out.n)
    low, high = always_valid_interval(more, variance, TAU)
    return Compared(day, path, held_out, float(more), float(low), float(high))
