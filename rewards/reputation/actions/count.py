"""Adding changes up to days, and days to scores."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, Sum, Value, When

from rewards.reputation.models import DayScore, ReputationChange, Score
from rewards.reputation.rules import FOR_ANSWERS, WITHOUT_LIMIT, Cause, rules_on

Days = dict[int, set[date]]

# A member's votes and acceptances are counted by one, a reversal takes one away.
_COUNTED = Sum(Case(When(reverses__isnull=True, then=Value(1)), default=Value(-1)))

_ADD_UP = """
    INSERT INTO reputation_score
        (member_id, company_id, total, helped, solved, helpful, unhelpful, earned_level)
    SELECT member_id, company_id, sum(points), sum(helped), sum(solved), sum(helpful), sum(unhelpful), 0
    FROM reputation_dayscore WHERE member_id = ANY(%s) AND topic_id IS NULL GROUP BY member_id, company_id
    ON CONFLICT (member_id) DO UPDATE SET total = excluded.total, helped = excluded.helped, solved = excluded.solved,
        helpful = excluded.helpful, unhelpful = excluded.unhelpful
"""


def count_days(company_id: int, days: Days) -> None:
    """Count these days of these members again, and their scores; part of the caller's transaction.

    Locks the members' scores, in one order for everybody, so that nobody's points are counted by two at once.
    """
    if not days:
        return
    members = sorted(days)
    lock_scores(company_id, members)
    every_day = set().union(*days.values())
    DayScore.objects.filter(member__in=members, day__in=every_day).delete()
    _write_days(company_id, ReputationChange.objects.filter(member__in=members, day__in=every_day))
    _add_up(members)


def count_everything(company_id: int, members: Collection[int]) -> None:
    """Count all days of these members, of whom no day is counted; part of the caller's transaction."""
    chosen = sorted(members)
    _write_days(company_id, ReputationChange.objects.filter(member__in=chosen))
    _add_up(chosen)


def make_scores(company_id: int, members: Iterable[int]) -> None:
    """Give the members the scores that are missing, with nothing on them."""
    Score.objects.bulk_create(
        [Score(member_id=member, company_id=company_id) for member in sorted(members)], ignore_conflicts=True
    )


def lock_scores(company_id: int, members: Iterable[int]) -> None:
    """Make the scores that are missing and lock all of them until the transaction ends."""
    wanted = sorted(members)
    make_scores(company_id, wanted)
    list(Score.objects.select_for_update(no_key=True).filter(member__in=wanted).order_by("member").values_list("pk"))


def _add_up(members: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UP, [members])


@dataclass
class _Tally:
    """What a day brought, before its limit."""

    limited: int = 0
    unlimited: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    helped_limited: int = 0
    helped_unlimited: int = 0

    def add(self, cause: str, points: int, count: int) -> None:
        """Add what one cause brought."""
        self.counts[cause] = self.counts.get(cause, 0) + count
        helped = points if cause in FOR_ANSWERS else 0
        if cause in WITHOUT_LIMIT:
            self.unlimited += points
            self.helped_unlimited += helped
        else:
            self.limited += points
            self.helped_limited += helped

    def figures(self, limit: int) -> dict[str, int]:
        """Return the day's figures within the limit."""
        return {
            "points": min(limit, self.limited) + self.unlimited,
            "helped": min(limit, self.helped_limited) + self.helped_unlimited,
            "solved": self.counts.get(Cause.ANSWER_ACCEPTED, 0),
            "helpful": self.counts.get(Cause.HELPFUL_VOTE, 0),
            "unhelpful": self.counts.get(Cause.UNHELPFUL_VOTE, 0),
        }


def _write_days(company_id: int, changes: Any) -> None:
    """Write one row for every day of every member of whom there are changes, and one for each topic of it."""
    tallies: dict[tuple[int, date, int | None], _Tally] = {}
    sums = changes.values("member_id", "day", "topic_id", "cause").annotate(sum=Sum("points"), count=_COUNTED)
    for row in sums.order_by():
        for topic in {None, row["topic_id"]}:
            tally = tallies.setdefault((row["member_id"], row["day"], topic), _Tally())
            tally.add(row["cause"], row["sum"], row["count"])
    DayScore.objects.bulk_create(
        (
            DayScore(
                company_id=company_id,
                member_id=member,
                day=day,
                topic_id=topic,
                **tally.figures(rules_on(day).day_limit),
            )
            for (member, day, topic), tally in tallies.items()
        ),
        batch_size=2000,
    )
