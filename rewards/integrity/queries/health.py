"""How often points are held, and how that ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, Sum

from accounts.models import Company
from community import clock
from community.moderation.models import Appeal
from rewards.earning.models import Earning
from rewards.integrity.models import CaseEarning, RewardCase

_ABOUT_POINTS = ("reward_held", "reward_voided")


@dataclass(frozen=True)
class Health:
    """Figures of a company since a moment; points are whole, `held_percent` is of all points that were earned.

    `days_to_decide` is the mean of the cases decided since then, None without any. What is open or late is so now.
    """

    earned_points: int
    held_points: int
    cases_open: int
    cases_late: int
    cases_released: int
    cases_voided: int
    cases_overturned: int
    days_to_decide: float | None
    appeals_made: int
    appeals_open: int
    appeals_late: int
    appeals_upheld: int
    appeals_rejected: int

    @property
    def held_percent(self) -> float:
        """Return which share of the earned points was held for a person's decision, in percent."""
        return 100 * self.held_points / self.earned_points if self.earned_points else 0.0


def health(company: Company, since: datetime) -> Health:
    """Return how many points were held since a moment, and how cases and appeals about points stand. Four queries."""
    now = clock.now()
    earned = Earning.objects.of(company).filter(decided_at__gte=since).aggregate(points=Sum("points"))["points"]
    held = CaseEarning.objects.filter(company=company, created_at__gte=since).aggregate(points=Sum("earning__points"))
    decided = Q(decided_at__gte=since)
    waited = ExpressionWrapper(F("decided_at") - F("created_at"), output_field=DurationField())
    cases = RewardCase.objects.of(company).aggregate(
        cases_open=Count("pk", filter=Q(state="open")),
        cases_late=Count("pk", filter=Q(state="open", decide_by__lt=now)),
        cases_released=Count("pk", filter=Q(state="released") & decided),
        cases_voided=Count("pk", filter=Q(state="voided") & decided),
        cases_overturned=Count("pk", filter=Q(state="overturned") & decided),
        waited=Avg(waited, filter=decided),
    )
    appeals = (
        Appeal.objects.of(company)
        .filter(record__effect__in=_ABOUT_POINTS)
        .aggregate(
            appeals_made=Count("pk", filter=Q(created_at__gte=since)),
            appeals_open=Count("pk", filter=Q(state="open")),
            appeals_late=Count("pk", filter=Q(state="open", decide_by__lt=now)),
            appeals_upheld=Count("pk", filter=Q(state="upheld") & decided),
            appeals_rejected=Count("pk", filter=Q(state="rejected") & decided),
        )
    )
    mean = cases.pop("waited")
    return Health(
        earned_points=int(earned or 0),
        held_points=int(held["points"] or 0),
        days_to_decide=mean.total_seconds() / 86400 if mean else None,
        **cases,
        **appeals,
    )
