"""The pots of months: filled when a month's first decision is made, and emptied when the month is over."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from accounts.models import Company
from community import clock
from rewards.earning.calendar import month_of
from rewards.earning.locks import lock_program
from rewards.earning.models import PriceList
from rewards.earning.purses import FUNDING, pot
from rewards.ledger.actions.balances import lock_balance
from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, Balance, Transfer


def open_pot(company: Company, prices: PriceList, month: str) -> int:
    """Fill the month's pot from the list in force, once, and return the points in it, locked until the transaction ends.

    A month keeps the pot that it began with: another list's pot counts from the next month. The caller holds the
    programme's lock.
    """
    if prices.monthly_pot:
        post(
            company=company,
            kind="fund",
            source=("month", month),
            legs={FUNDING: -prices.monthly_pot, pot(month): prices.monthly_pot},
            reason="monthly_pot",
            price_list_version=prices.version,
        )
    return lock_balance(company, pot(month))


def month_now(company: Company) -> str:
    """Return the month to which decisions of now belong: never one before the latest that was opened.

    Another time zone of the company may put the clock back over the end of a month whose pot has been swept since.
    """
    opened = Account.objects.filter(company=company, kind=Account.Kind.POT).aggregate(latest=Max("purpose"))["latest"]
    return max(month_of(company, clock.now()), opened or "")


@transaction.atomic
def sweep_pots(company: Company) -> int:
    """Give what is left in the pots of past months back to the company's money; return how many points that were."""
    program = lock_program(company)
    if program is None:
        return 0
    this_month = month_of(program.company, clock.now())
    left = Balance.objects.filter(
        account__company=company, account__kind=Account.Kind.POT, account__purpose__lt=this_month, posted__gt=0
    )
    months = list(left.order_by("account__purpose").values_list("account__purpose", flat=True))
    return sum(_sweep(program.company, month) for month in months)


def _sweep(company: Company, month: str) -> int:
    points = lock_balance(company, pot(month))
    if points <= 0:
        return 0
    # Points that are voided later come back to the pot of their month: it is swept again, under the next number.
    before = Transfer.objects.of(company).filter(kind="sweep", source_type="month", source_id__startswith=f"{month}:")
    post(
        company=company,
        kind="sweep",
        source=("month", f"{month}:{before.count() + 1}"),
        legs={pot(month): -points, FUNDING: points},
        reason="month_over",
    )
    return points
