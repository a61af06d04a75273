"""What happens to trust levels as time passes."""

from __future__ import annotations

from celery import shared_task

from accounts.models import Company, Membership
from rewards.reputation.actions.level import settle_levels

_CHUNK = 500


@shared_task(name="reputation.settle_levels", expires=3600)
def settle_all_levels() -> int:
    """Settle everybody's trust level: who has been here long enough now rises without doing anything. Return how many."""
    changed = 0
    for company_id in Company.objects.order_by("pk").values_list("pk", flat=True):
        people = Membership.objects.filter(company_id=company_id, person__isnull=False).order_by("pk")
        last = 0
        while chunk := list(people.filter(pk__gt=last).values_list("pk", flat=True)[:_CHUNK]):
            changed += settle_levels(company_id, chunk)
            last = chunk[-1]
    return changed
