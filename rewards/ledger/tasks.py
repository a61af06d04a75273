"""What happens to the books by itself."""

from __future__ import annotations

from collections.abc import Callable

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from rewards.ledger.actions.seal import seal_block
from rewards.ledger.actions.verify import verify_ledger
from rewards.ledger.models import Transfer


@shared_task(name="ledger.verify")
def verify() -> int:
    """Check the books of every company; return how many are wrong. Their payouts are frozen.

    A company whose books cannot be checked keeps no other waiting. Of the seals, new ones and a part of the old are looked
    at; `manage.py ledger_verify` looks at all.
    """
    return sum(_of_each_with_books(_verified))


@shared_task(name="ledger.seal")
def seal() -> int:
    """Seal what is not sealed yet, of every company; return the number of blocks."""
    return sum(_of_each_with_books(_sealed))


def _of_each_with_books(act: Callable[[Company], int]) -> list[int]:
    companies = Company.objects.filter(pk__in=Transfer.objects.values("company"))
    return for_each_company(act, failed="The books of company %s could not be worked on.", among=companies)


def _verified(company: Company) -> int:
    return bool(verify_ledger(company, all_seals=False))


def _sealed(company: Company) -> int:
    blocks = 0
    while seal_block(company) is not None:
        blocks += 1
    return blocks
