"""What happens to points by itself."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from accounts.models import Company
from rewards.earning.actions.pot import sweep_pots
from rewards.earning.actions.vest import vest_due
from rewards.earning.models import Program

logger = logging.getLogger(__name__)


@shared_task(name="earning.vest", expires=300)
def vest() -> int:
    """Vest what is due, a batch at a time; return how many awards."""
    return vest_due()


@shared_task(name="earning.sweep", expires=3600)
def sweep() -> int:
    """Empty the pots of past months; return how many points went back. An error ends it for its own company only."""
    companies = Company.objects.filter(pk__in=Program.objects.values("pk"))
    return sum(_swept(company) for company in companies.order_by("pk"))


def _swept(company: Company) -> int:
    try:
        return sweep_pots(company)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("The pots of company %s could not be emptied.", company.pk)
        return 0
