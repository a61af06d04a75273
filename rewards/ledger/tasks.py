"""What happens to the books by itself."""

from __future__ import annotations

from celery import shared_task

from accounts.models import Company
from rewards.ledger.actions.seal import seal_block
from rewards.ledger.actions.verify import verify_ledger
from rewards.ledger.models import Transfer


def _companies_with_books() -> list[Company]:
    return list(Company.objects.filter(pk__in=Transfer.objects.values("company")).order_by("pk"))


@shared_task(name="ledger.verify")
def verify() -> int:
    """Check the books of every company; return how many are wrong. Their payouts are frozen."""
    return sum(bool(verify_ledger(company)) for company in _companies_with_books())


@shared_task(name="ledger.seal")
def seal() -> int:
    """Seal what is not sealed yet, of every company; return the number of blocks."""
    blocks = 0
    for company in _companies_with_books():
        while seal_block(company) is not None:
            blocks += 1
    return blocks
