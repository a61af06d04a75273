"""Cases and rules."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, F, Q, Window

from accounts.models import Company, Membership
from community.questions.policies import allows
from rewards.earning.models import Earning
from rewards.integrity.models import IntegrityRules, RewardCase
from rewards.integrity.policies import check_may_decide

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


def open_cases(moderator: Membership) -> Sequence[RewardCase]:
    """Return the open cases of the moderator's company that are due first, but those that are about the moderator.

    Each has `total`: how many there are. One query.
    """
    rows = RewardCase.objects.filter(company=moderator.company_id).open().select_related("member", "counterpart")
    rows = rows.exclude(Q(member=moderator) | Q(counterpart=moderator)).oldest_first()
    return list(rows.annotate(total=Window(Count(F("pk"))))[:_SHOWN])


def who_may_decide(case: RewardCase) -> list[int]:
    """Return the keys of the members who may decide a case."""
    moderators = Membership.objects.filter(company_id=case.company_id, person__isnull=False).moderators()
    return [each.pk for each in moderators.order_by("pk") if allows(check_may_decide, each, case)]
