"""What happens to trust levels as time passes."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction

from accounts.companies import for_each_company
from accounts.models import Company, Membership
from community.events.followers import NotYet
from rewards.reputation.actions.level import settle_levels
from rewards.reputation.locks import write_beside_others

_CHUNK = 500


@shared_task(name="reputation.settle_levels", expires=3600)
def settle_all_levels() -> int:
    """Settle everybody's trust level: who has been here long enough now rises without doing anything. Return how many.

    A company whose reputation is being rebuilt is left to the next time, and one in which it fails keeps no other waiting.
    """
    failed = "The trust levels of company %s could not be settled."
    return sum(for_each_company(_settle, failed=failed, among=Company.objects.all()))


def _settle(company: Company) -> int:
    people = Membership.objects.filter(company=company, person__isnull=False).order_by("pk")
    changed = last = 0
    while chunk := list(people.filter(pk__gt=last).values_list("pk", flat=True)[:_CHUNK]):
        try:
            with transaction.atomic():
                write_beside_others(company.pk)
                changed += settle_levels(company.pk, chunk)
        except NotYet:
            return changed
        last = chunk[-1]
    return changed
