"""Locking balances. Everybody locks in one order, so that nobody waits for somebody who waits for them."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.models import Company
from rewards.ledger.models import Account, AccountRef, Balance
from rewards.ledger.models.account import NO_FLOOR

_WITHOUT_FLOOR = frozenset({Account.Kind.FUNDING, Account.Kind.CLAWBACK})


def lock_balance(company: Company, ref: AccountRef) -> int:
    """Return the points in an account and keep others from moving them until the transaction ends.

    Makes the account when there is none. Lock a company's account before those of members (AccountRef.lock_rank).
    """
    return lock_balances(company, [ref])[ref].posted


def lock_balances(company: Company, refs: Collection[AccountRef]) -> dict[AccountRef, Balance]:
    """Return the balances of these accounts, locked until the transaction ends; makes those that are missing."""
    found = _locked(company, refs)
    missing = sorted((ref for ref in refs if ref not in found), key=lambda ref: ref.lock_rank)
    if not missing:
        return found
    for ref in missing:
        _open(company, ref)
    return _locked(company, refs)


def set_floor(company: Company, ref: AccountRef, floor: int) -> None:
    """Let the account go down to `floor` points, 0 or less, from now on; an account below it stays where it is.

    Raises ValueError for a floor above zero.
    """
    if floor > 0:
        raise ValueError("A floor is zero or less.")
    balance = lock_balances(company, [ref])[ref]
    Balance.objects.filter(pk=balance.pk).update(min_balance=min(floor, balance.posted))


def _locked(company: Company, refs: Collection[AccountRef]) -> dict[AccountRef, Balance]:
    named = reduce(or_, (Q(account__kind=r.kind, account__member=r.member, account__purpose=r.purpose) for r in refs))
    rows = Balance.objects.filter(named, account__company=company).select_related("account")
    # Rows are locked as they come, and they come in the order of lock_rank.
    ordered = rows.order_by(
        ExpressionWrapper(Q(account__member__isnull=False), BooleanField()),
        "account__kind",
        "account__member_id",
        "account__purpose",
    )
    return {balance.account.ref: balance for balance in ordered.select_for_update(of=("self",), no_key=True)}


def _open(company: Company, ref: AccountRef) -> None:
    """Make the account and its balance, unless somebody else does at the same moment."""
    Account.objects.bulk_create(
        [Account(company=company, kind=ref.kind, member_id=ref.member, purpose=ref.purpose)], ignore_conflicts=True
    )
    account = Account.objects.get(company=company, kind=ref.kind, member=ref.member, purpose=ref.purpose)
    floor = NO_FLOOR if ref.kind in _WITHOUT_FLOOR else 0
    Balance.objects.bulk_create([Balance(account=account, min_balance=floor)], ignore_conflicts=True)
