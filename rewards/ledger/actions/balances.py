"""Locking balances. Everybody locks in one order, so that nobody waits for somebody who waits for them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

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
    # Before the first lock: who held one and only then made an account would lock the two in the wrong order.
    known = _read(company, refs)
    for ref in sorted((ref for ref in refs if ref not in known), key=lambda ref: ref.lock_rank):
        _open(company, ref)
    return _read(company, refs, lock="FOR NO KEY UPDATE OF b")


def set_floor(company: Company, ref: AccountRef, floor: int) -> None:
    """Let the account go down to `floor` points, 0 or less, from now on; an account below it stays where it is.

    Raises ValueError for a floor above zero.
    """
    if floor > 0:
        raise ValueError("A floor is zero or less.")
    balance = lock_balances(company, [ref])[ref]
    Balance.objects.filter(pk=balance.pk).update(min_balance=min(floor, balance.posted))


def _read(company: Company, refs: Collection[AccountRef], lock: str = "") -> dict[AccountRef, Balance]:
    # The busiest read of the ledger, and everybody waits for it: composing it anew each time takes longer than running it.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT a.id, a.kind, a.member_id, a.purpose, b.posted, b.min_balance, b.version
            FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS named (kind, member_id, purpose)
            JOIN ledger_account a ON a.company_id = %s AND a.kind = named.kind
                AND a.member_id IS NOT DISTINCT FROM named.member_id AND a.purpose = named.purpose
            JOIN ledger_balance b ON b.account_id = a.id
            ORDER BY a.member_id IS NOT NULL, a.kind, a.member_id, a.purpose
            {lock}
            """,
            [[ref.kind for ref in refs], [ref.member for ref in refs], [ref.purpose for ref in refs], company.pk],
        )
        return {
            AccountRef(kind, member, purpose): Balance(
                account_id=key, posted=posted, min_balance=min_balance, version=version
            )
            for key, kind, member, purpose, posted, min_balance, version in cursor.fetchall()
        }


def _open(company: Company, ref: AccountRef) -> None:
    """Make the account and its balance, unless somebody else does at the same moment."""
    Account.objects.bulk_create(
        [Account(company=company, kind=ref.kind, member_id=ref.member, purpose=ref.purpose)], ignore_conflicts=True
    )
    account = Account.objects.get(company=company, kind=ref.kind, member=ref.member, purpose=ref.purpose)
    floor = NO_FLOOR if ref.kind in _WITHOUT_FLOOR else 0
    Balance.objects.bulk_create([Balance(account=account, min_balance=floor)], ignore_conflicts=True)
