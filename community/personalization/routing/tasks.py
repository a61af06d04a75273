"""What happens to offers by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from accounts.models import Company
from accounts.models.company import CompanyQuerySet
from community.personalization.routing.actions.end import expire_offers, sweep_offers
from community.personalization.routing.actions.rings import widen as widen_rings

log = logging.getLogger(__name__)


@shared_task(name="routing.widen", expires=50)
def widen() -> int:
    """Close offers whose time is over and ask the next helpers; return of how many questions. Safe to run twice."""
    companies = Company.objects.open()
    _for_each(companies, expire_offers)
    return _for_each(companies, widen_rings)


@shared_task(name="routing.sweep", expires=3600)
def sweep() -> int:
    """Delete offers that nobody may keep any more, also in communities that are closed; return how many."""
    return _for_each(Company.objects.all(), sweep_offers)


def _for_each(companies: CompanyQuerySet, act: Callable[[Company], int]) -> int:
    """Return what the act adds up to. A company in which it fails keeps no other waiting, and is tried again."""
    done = 0
    for company in companies.order_by("pk"):
        try:
            done += act(company)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            log.exception("Offers of company %s could not be looked after.", company.pk)
    return done
