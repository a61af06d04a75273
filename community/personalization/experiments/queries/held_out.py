"""Whether routing brings answers sooner: questions that may be offered, against the five percent that never are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache

from accounts.models import Company
from community.personalization.experiments.models import QuestionOutcome
from community.statistics.comparison import log_rank
from community.statistics.sequential import always_valid_interval
from community.statistics.survival import Curve, kaplan_meier

WINDOW: Final = timedelta(days=90)
# Below so many questions held out nothing is said.
LEAST_HELD_OUT: Final = 100
# The smallest difference of the mean waits that is of interest (τ), set beforehand.
TAU: Final = timedelta(hours=1)
_MOST: Final = 50_000
_FOLLOWED: Final = timedelta(hours=72)
_KEPT_SECONDS: Final = 3600


@dataclass(frozen=True)
class _Outcome:
    """What is needed of one question."""

    is_held_out: bool
    asked_at: datetime
    offered_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None


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
    interval, which holds however often one looks; `p_value` is the log-rank test's of this look alone, None without a
    first answer.
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


def hold_out_compared(company: Company, now: datetime) -> Compared | None:
    """Return the comparison, at most an hour old. One query when it is made; without Redis it is made anew every time."""
    key = f"experiments:held_out:{company.pk}"
    kept: tuple[Compared | None] | None = cache.get(key)
    if kept is None:
        kept = (compare_hold_out(company, now),)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept[0]


def compare_hold_out(company: Company, now: datetime) -> Compared | None:
    """Compare the live questions of the last 90 days; None with fewer than 100 on a side. One query.

    Questions without an answer count with how long they have waited, or waited until they were closed.
    """
    rows = QuestionOutcome.objects.of(company).filter(is_counted=True, asked_at__gte=now - WINDOW, asked_at__lte=now)
    values = rows.values_list("is_held_out", "asked_at", "offered_at", "answered_at", "ended_at")
    outcomes = [_Outcome(*row) for row in values.order_by("-asked_at")[:_MOST]]
    held = [each for each in outcomes if each.is_held_out]
    routed = [each for each in outcomes if not each.is_held_out]
    if len(held) < LEAST_HELD_OUT or len(routed) < LEAST_HELD_OUT:
        return None
    waits, plain_waits = _waits(routed, now), _waits(held, now)
    curve, plain = kaplan_meier(*waits), kaplan_meier(*plain_waits)
    until = _FOLLOWED.total_seconds()
    sooner = plain.restricted_mean(until) - curve.restricted_mean(until)
    low, high = always_valid_interval(sooner, _variance(plain) + _variance(curve), TAU.total_seconds())
    test = log_rank(*waits, *plain_waits)
    return Compared(
        routed=_side(routed, curve),
        held_out=_side(held, plain),
        sooner=timedelta(seconds=sooner),
        low=timedelta(seconds=float(low)),
        high=timedelta(seconds=float(high)),
        p_value=test.p_value if test else None,
    )


def _variance(curve: Curve) -> float:
    """Return the variance of a mean wait, in square seconds; at least as if half an answer more had come at once.

    A side on which nobody was answered would look like certainty otherwise.
    """
    until = _FOLLOWED.total_seconds()
    share = 0.5 / (curve.n + 1.0)
    least = until * until * share * (1.0 - share) / curve.n
    return max(curve.restricted_mean_error(until) ** 2, least)


def _waits(outcomes: Sequence[_Outcome], now: datetime) -> tuple[list[float], list[bool]]:
    until = [each.answered_at or each.ended_at or now for each in outcomes]
    seconds = [max(0.0, (end - each.asked_at).total_seconds()) for each, end in zip(outcomes, until, strict=True)]
    return seconds, [each.answered_at is not None for each in outcomes]


def _side(outcomes: Sequence[_Outcome], curve: Curve) -> Side:
    median = curve.median
    return Side(
        n=len(outcomes),
        offered=sum(each.offered_at is not None for each in outcomes),
        answered=sum(each.answered_at is not None for each in outcomes),
        median=None if median is None else timedelta(seconds=median),
        mean=timedelta(seconds=curve.restricted_mean(_FOLLOWED.total_seconds())),
    )
