"""What happens by itself."""

from __future__ import annotations

from typing import Final

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from community.search.actions.reindex import settle_terms

# Of one company at a time: a worker has other things to do.
_BATCHES: Final = 10


@shared_task(name="search.settle_terms", expires=3600)
def settle() -> None:
    """Add up the counts of terms and weigh questions anew whose vectors have aged. Safe to run at any time.

    A company in which it fails keeps no other waiting.
    """
    for_each_company(_settle, failed="The terms of company %s could not be settled.", among=Company.objects.all())


def _settle(company: Company) -> None:
    for _batch in range(_BATCHES):
        if not settle_terms(company):
            return
