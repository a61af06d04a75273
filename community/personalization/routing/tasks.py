"""What happens to offers by itself."""

from __future__ import annotations

from typing import Final

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from community.personalization.routing.actions.end import expire_offers, sweep_offers
from community.personalization.routing.actions.rings import widen as widen_rings

_FAILED: Final = "Offers of company %s could not be looked after."


@shared_task(name="routing.widen", expires=50)
def widen() -> int:
    """Close offers whose time is over and ask the next helpers; return of how many questions. Safe to run twice."""
    for_each_company(expire_offers, failed=_FAILED)
    return sum(for_each_company(widen_rings, failed=_FAILED))


@shared_task(name="routing.sweep", expires=3600)
def sweep() -> int:
    """Delete offers that nobody may keep any more, also in communities that are closed; return how many."""
    return sum(for_each_company(sweep_offers, failed=_FAILED, among=Company.objects.all()))
