"""Whether the rewards do what they are for, and how far the pot will reach."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, stdev
from typing import Final

from django.db.models import F, Min, Sum
from django.db.models.functions import TruncDate

from accounts.models import Company
from community import clock
from community.moderation.models import Appeal
from community.questions.models import Answer, Episode
from community.statistics.shares import gini
from rewards.earning.calendar import month_of, zone_of
from rewards.earning.models import Earning
from rewards.earning.queries import prices_of
from rewards.payouts.months import bounds_of, days_in, first_day_of, today_of
from rewards.payouts.queries.totals import paid_by_member

_NEWCOMER: Final = timedelta(days=30)
_LOOKED_AT: Final = timedelta(days=90)
# Of fewer days a daily mean says nothing.
FEWEST_DAYS: Final = 7
_Z_95: Final = 1.96


@dataclass(frozen=True)
class Health:
    """The figures of reward health; None where there is nothing to divide by. Sums are in points.

    A confirmed resolution is one whose basis is the asker. The Gini is over members who were paid, without zeros. The
    newcomers answered for the first time between 30 and 120 days ago; zeros are in their median. `held_share` is of what
    the last 90 days earned and still holds.
    """

    month: str
    earned: int
    pot: int
    resolutions: int
    paid_members: int
    payout_gini: float
    newcomers: int
    newcomer_median: float | None
    held: int
    standing: int
    appeals: int
    appeals_upheld: int

    @property
    def pot_use(self) -> float | None:
        """Return how much of the month's pot is used, in percent."""
        return 100 * self.earned / self.pot if self.pot else None

    @property
    def cost_per_resolution(self) -> float | None:
        """Return the points that a confirmed resolution of this month cost."""
        return self.earned / self.resolutions if self.resolutions else None

    @property
    def held_share(self) -> float | None:
        """Return how much is under review, in percent."""
        return 100 * self.held / self.standing if self.standing else None

    @property
    def upheld_share(self) -> float | None:
        """Return how many of the decided appeals were upheld, in percent."""
        return 100 * self.appeals_upheld / self.appeals if self.appeals else None


@dataclass(frozen=True)
class Forecast:
    """What the month will have earned at its end, if its days go on as they did: a mean and where 95 of 100 ends lie."""

    month: str
    days_gone: int
    days_left: int
    earned: int
    expected: int
    least: int
    most: int
    pot: int

    @property
    def is_unstable(self) -> bool:
        """Return whether too few days have gone to say much."""
        return self.days_gone < FEWEST_DAYS

    @property
    def reaches(self) -> bool:
        """Return whether the pot holds what is expected."""
        return self.expected <= self.pot


def health_of(company: Company) -> Health:
    """Return the figures of this month and of the last ones, in a fixed number of queries."""
    now = clock.now()
    month = month_of(company, now)
    begins, ends = bounds_of(company, month)
    shown = prices_of(company)
    resolved = Episode.objects.filter(company=company, outcome="resolved", basis="asker")
    paid, newcomers = paid_by_member(company), _newcomer_rewards(company)
    recent = Earning.objects.of(company).standing().filter(decided_at__gte=now - _LOOKED_AT)
    decided = Appeal.objects.filter(company=company).exclude(state=Appeal.State.OPEN)
    return Health(
        month=month,
        earned=_points(Earning.objects.of(company).standing().filter(month=month).values_list("points", flat=True)),
        pot=shown.prices.monthly_pot if shown else 0,
        resolutions=resolved.filter(ended_at__gte=begins, ended_at__lt=ends).count(),
        paid_members=len(paid),
        payout_gini=gini(paid),
        newcomers=len(newcomers),
        newcomer_median=median(newcomers) if newcomers else None,
        held=_points(recent.filter(state=Earning.State.HELD).values_list("points", flat=True)),
        standing=_points(recent.values_list("points", flat=True)),
        appeals=decided.count(),
        appeals_upheld=decided.filter(state=Appeal.State.UPHELD).count(),
    )


def forecast_of(company: Company) -> Forecast:
    """Return what this month's pot will have paid at its end: linear by day, with the spread of the days so far."""
    today = today_of(company)
    month = f"{today:%Y-%m}"
    zone = zone_of(company)
    rows = Earning.objects.of(company).standing().filter(month=month)
    by_day = dict(
        rows.annotate(day=TruncDate("decided_at", tzinfo=zone))
        .values("day")
        .annotate(sum=Sum("points"))
        .values_list("day", "sum")
    )
    first = first_day_of(month)
    # Today is not over; its points count, its rate does not, unless it is the only day there is.
    whole_days = [by_day.get(first + timedelta(days=ago), 0) for ago in range(today.day - 1)] or [by_day.get(today, 0)]
    earned, left = sum(by_day.values()), days_in(today.year, today.month) - len(whole_days)
    rate = sum(whole_days) / len(whole_days)
    spread = stdev(whole_days) if len(whole_days) > 1 else 0.0
    shown = prices_of(company)
    expected = sum(whole_days) + rate * left
    # The rate itself is a guess from few days, which widens the end.
    margin = _Z_95 * spread * math.sqrt(left + left * left / len(whole_days))
    return Forecast(
        month=month,
        days_gone=len(whole_days),
        days_left=left,
        earned=earned,
        expected=max(earned, round(expected)),
        least=max(earned, round(expected - margin)),
        most=max(earned, round(expected + margin)),
        pot=shown.prices.monthly_pot if shown else 0,
    )


def _newcomer_rewards(company: Company) -> list[int]:
    """Return what each helper earned within 30 days of their first answer, of those who began 30 to 120 days ago."""
    now = clock.now()
    firsts = (
        Answer.objects.filter(company=company, is_substantive=True)
        .values(member=F("post__author"))
        .annotate(first=Min("post__created_at"))
    )
    began = {
        row["member"]: row["first"] for row in firsts if now - _NEWCOMER - _LOOKED_AT <= row["first"] <= now - _NEWCOMER
    }
    rewards: dict[int, int] = defaultdict(int, dict.fromkeys(began, 0))
    rows = Earning.objects.of(company).standing().filter(member__in=began)
    for member, points, at in rows.values_list("member", "points", "decided_at"):
        if at - began[member] <= _NEWCOMER:
            rewards[member] += points
    return sorted(rewards.values())


def _points(rows: Iterable[int]) -> int:
    return sum(rows)
