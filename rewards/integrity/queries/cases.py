"""Cases and rules."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, F, Window

from accounts.models import Company
from rewards.earning.models import Earning
from rewards.integrity.models import IntegrityRules, RewardCase

_SHOWN = 8


def rules_of(company: Company) -> IntegrityRules:
    """Return the company's thresholds; the defaults, unsaved, where nobody has changed any."""
    found = IntegrityRules.objects.filter(company=company).first()
    return found or IntegrityRules(company=company)


def case_of(earning_id: int) -> RewardCase | None:
    """Return the case that an earning is or was in."""
    return RewardCase.objects.filter(earnings__earning=earning_id).first()


def earnings_of(case: RewardCase) -> list[Earning]:
    """Return what a case is about, oldest first."""
    rows = Earning.objects.filter(pk__in=case.earnings.values("earning"))
    return list(rows.select_related("question", "answer").order_by("pk"))


def open_cases(company: Company) -> Sequence[RewardCase]:
    """Return the open cases that are due first, each with `total`: how many there are. One query."""
    rows = RewardCase.objects.of(company).open().select_related("member", "counterpart").oldest_first()
    return list(rows.annotate(total=Window(Count(F("pk"))))[:_SHOWN])
