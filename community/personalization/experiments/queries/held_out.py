"""Whether routing brings answers sooner: questions that may be offered, against the five percent that never are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist
from typing import Final

from accounts.models import Company
from community.personalization.experiments.models import QuestionOutcome
from community.statistics.comparison import log_rank
from community.statistics.survival import Curve, kaplan_meier

WINDOW: Final = timedelta(days=90)
# Below so many questions held out nothing is said.
LEAST_HELD_OUT: Final = 20
_MOST: Final = 50_000
_FOLLOWED: Final = timedelta(hours=72)


@dataclass(frozen=True)
class Side:
    """The questions of one side: how many, how many were offered and answered, the median and mean wait."""

    n: int
    offered: int
    answered: int
    median: timedelta | None
    mean: timedelta


@dataclass(frozen=True)
class Compared:
    """Both sides as drawn by lot, whether or not an offer was made: who gets offers is no accident, the lot is.

    `sooner` is by how much shorter the mean wait within 72 hours is with routing, `low` and `high` the ends of its 95 %
    interval; `p_value` is the log-rank test's, None without a first answer.
    """

    routed: Side
    held_out: Side
    sooner: timedelta
    low: timedelta
    high: timedelta
    p_value: float | None

    @property
    def finds_difference(self) -> bool:
        """Return whether the interval leaves out that there is none."""
        return self.low > timedelta() or self.high < timedelta()


def compare_hold_out(company: Company, now: datetime) -> Compared | None:
    """Compare the live questions of the last 90 days; None with fewer than 20 held out. One query.

    Questions without an answer count with how long they have waited, or waited until they were closed.
    """
    rows = QuestionOutcome.objects.of(company).filter(is_counted=True, asked_at__gte=now - WINDOW, asked_at__lte=now)
    outcomes = list(rows.order_by("-asked_at")[:_MOST])
    held = [each for each in outcomes if each.is_held_out]
    routed = [each for each in outcomes if not each.is_held_out]
    if len(held) < LEAST_HELD_OUT or len(routed) < LEAST_HELD_OUT:
        return None
    waits, plain_waits = _waits(routed, now), _waits(held, now)
    curve, plain = kaplan_meier(*waits), kaplan_meier(*plain_waits)
    until = _FOLLOWED.total_seconds()
    sooner = plain.restricted_mean(until) - curve.restricted_mean(until)
    error = (plain.restricted_mean_error(until) ** 2 + curve.restricted_mean_error(until) ** 2) ** 0.5
    margin = NormalDist().inv_cdf(0.975) * error
    test = log_rank(*waits, *plain_waits)
    return Compared(
        routed=_side(routed, curve),
        held_out=_side(held, plain),
        sooner=timedelta(seconds=sooner),
        low=timedelta(seconds=sooner - margin),
        high=timedelta(seconds=sooner + margin),
        p_value=test.p_value if test else None,
    )


def _waits(outcomes: Sequence[QuestionOutcome], now: datetime) -> tuple[list[float], list[bool]]:
    until = [each.answered_at or each.ended_at or now for each in outcomes]
    seconds = [max(0.0, (end - each.asked_at).total_seconds()) for each, end in zip(outcomes, until, strict=True)]
    return seconds, [each.answered_at is not None for each in outcomes]


def _side(outcomes: Sequence[QuestionOutcome], curve: Curve) -> Side:
    median = curve.median
    return Side(
        n=len(outcomes),
        offered=sum(each.offered_at is not None for each in outcomes),
        answered=sum(each.answered_at is not None for each in outcomes),
        median=None if median is None else timedelta(seconds=median),
        mean=timedelta(seconds=curve.restricted_mean(_FOLLOWED.total_seconds())),
    )
