"""Whether what was said came true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Least

from accounts.models import Company
from community.insights.clocks.models import Clock
from community.insights.clocks.models.clock import ClockQuerySet
from community.statistics.shares import wilson_interval

WINDOW: Final = timedelta(days=28)
FEWEST: Final = 200
TARGET: Final = (0.75, 0.85)


@dataclass(frozen=True)
class Calibration:
    """Of the `n` questions that were told "8 in 10 within X", `within_p80` had an answer within X.

    Asked in the last 28 days, and X ago at least. `ended` more ended before X without an answer, so that nobody knows:
    they were closed, or their asker left. Hidden questions are in neither.
    """

    n: int
    within_p80: int
    ended: int

    @property
    def share(self) -> float | None:
        """Return the share that had an answer in time; None below 200 questions, of which a share says too little."""
        return self.within_p80 / self.n if self.is_enough else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return where the true share lies with 95 % confidence (Wilson)."""
        return wilson_interval(self.within_p80, self.n)

    @property
    def is_enough(self) -> bool:
        """Return whether there are enough questions for a share."""
        return self.n >= FEWEST

    @property
    def is_on_target(self) -> bool:
        """Return whether the share lies between 75 and 85 %."""
        return self.share is not None and TARGET[0] <= self.share <= TARGET[1]


def calibration_of(company: Company, now: datetime) -> Calibration:
    """Return how often "8 in 10 within X" came true. One query; the clocks say what happened."""
    told = Clock.objects.counted(company).first_episodes().filter(asked_at__gt=now - WINDOW)
    counts = judged(told, now).aggregate(
        asked=Count("pk"), in_time=Count("pk", filter=Q(was_in_time=True)), ended=Count("pk", filter=Q(had_ended=True))
    )
    return Calibration(n=counts["asked"] - counts["ended"], within_p80=counts["in_time"], ended=counts["ended"])


def judged(clocks: ClockQuerySet, now: datetime) -> QuerySet[Any]:
    """Return those of the clocks whose asker was told "8 in 10 within X", X ago at least, with two facts each:

    `was_in_time`, whether there was an answer within X, and `had_ended`, whether nobody knows because they ended before.
    """
    due = F("asked_at") + F("question__expectation__p80")
    told = clocks.filter(question__expectation__p80__isnull=False).annotate(due=due).filter(due__lte=now)
    # Least passes over what is empty.
    watched = told.annotate(watched_until=Least("due", "closed_at", "censored_at"))
    in_time = Q(first_answer_at__isnull=False, first_answer_at__lte=F("watched_until"))
    return watched.annotate(
        was_in_time=ExpressionWrapper(in_time, output_field=BooleanField()),
        had_ended=ExpressionWrapper(~in_time & Q(watched_until__lt=F("due")), output_field=BooleanField()),
    )
