"""What happens to trust levels as time passes."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction

from accounts.models import Company, Membership
from community.events.followers import NotYet
from rewards.reputation.actions.level import settle_levels
from rewards.reputation.locks import write_beside_others

_CHUNK = 500


@shared_task(name="reputation.settle_levels", expires=3600)
def settle_all_levels() -> int:
    """Settle everybody's trust level: who has been here long enough now rises without doing anything. Return how many.

    A company whose reputation is being rebuilt is left to the next time.
    """
    return sum(_settle(company_id) for company_id in Company.objects.order_by("pk").values_list("pk", flat=True))


def _settle(company_id: int) -> int:
    people = Membership.objects.filter(company_id=company_id, person__isnull=False).order_by("pk")
    changed = last = 0
    while chunk := list(people.filter(pk__gt=last).values_list("pk", flat=True)[:_CHUNK]):
        try:
            with transaction.atomic():
                write_beside_others(company_id)
                changed += settle_levels(company_id, chunk)
        except NotYet:
            return changed
        last = chunk[-1]
    return changed
