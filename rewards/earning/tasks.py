"""What happens to points by itself."""

from __future__ import annotations

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from rewards.earning.actions.pot import sweep_pots
from rewards.earning.actions.vest import vest_due
from rewards.earning.models import Program


@shared_task(name="earning.vest", expires=300)
def vest() -> int:
    """Vest what is due, a batch at a time; return how many awards."""
    return vest_due()


@shared_task(name="earning.sweep", expires=3600)
def sweep() -> int:
    """Empty the pots of past months; return how many points went back. An error ends it for its own company only."""
    companies = Company.objects.filter(pk__in=Program.objects.values("pk"))
    return sum(for_each_company(sweep_pots, failed="The pots of company %s could not be emptied.", among=companies))
