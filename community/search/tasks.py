"""What happens by itself."""

from __future__ import annotations

from typing import Final

from celery import shared_task

from accounts.models import Company
from community.search.actions.reindex import settle_terms

# Of one company at a time: a worker has other things to do.
_BATCHES: Final = 10


@shared_task(name="search.settle_terms", expires=3600)
def settle() -> None:
    """Add up the counts of terms and weigh questions anew whose vectors have aged. Safe to run at any time."""
    for company in Company.objects.order_by("pk"):
        for _batch in range(_BATCHES):
            if not settle_terms(company):
                break
