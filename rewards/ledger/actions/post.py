"""Moving points. Nothing else in the product writes transfers, legs or balances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from accounts.models import Company, Membership
from community import clock
from rewards.ledger.actions.balances import lock_balances
from rewards.ledger.models import AccountRef, Balance, Transfer
from rewards.ledger.models.transfer import MOST_POINTS


class NotEnoughPoints(Exception):
    """An account would pass its floor; nothing was moved. `missing` says by how many points."""

    def __init__(self, account: AccountRef, missing: int) -> None:
        super().__init__(f"{missing} points are missing in {account}.")
        self.account = account
        self.missing = missing


@dataclass(frozen=True)
class Posting:
    """What became of a post: the transfer, and whether it was made now (`is_new`) or had been made before."""

    transfer: Transfer
    is_new: bool


def post(
    *,
    company: Company,
    kind: str,
    source: tuple[str, str],
    legs: Mapping[AccountRef, int],
    reason: str = "",
    actor: Membership | None = None,
    price_list_version: int | None = None,
    reverses: Transfer | None = None,
) -> Posting:
    """Move points between accounts of the company, once for this kind and source, whatever is tried again.

    `legs` says by how many points each account changes; they sum to zero. Part of the caller's transaction: what raises
    leaves nothing behind and the transaction usable. Locks the balances. Raises NotEnoughPoints when one would pass its
    floor, ValueError for legs that no transfer can have.
    """
    _check_legs(legs)
    with transaction.atomic():
        key = _insert_transfer(company, kind, source, reason, actor, price_list_version, reverses)
        if key is None:
            known = Transfer.objects.get(company=company, kind=kind, source_type=source[0], source_id=source[1])
            return Posting(known, is_new=False)
        balances = lock_balances(company, legs.keys())
        _check_floors(balances, legs)
        _move(company, key, balances, legs)
    return Posting(Transfer.objects.get(pk=key), is_new=True)


def reverse(
    transfer: Transfer, *, source: tuple[str, str], reason: str, actor: Membership | None = None, kind: str = "reversal"
) -> Posting:
    """Take a transfer back by one the other way; a transfer is taken back once. Raises what post() raises.

    Raises IntegrityError when another source has taken it back already.
    """
    legs = {leg.account.ref: -leg.amount for leg in transfer.legs.select_related("account")}
    return post(
        company=transfer.company,
        kind=kind,
        source=source,
        legs=legs,
        reason=reason,
        actor=actor,
        price_list_version=transfer.price_list_version,
        reverses=transfer,
    )


def _check_legs(legs: Mapping[AccountRef, int]) -> None:
    if len(legs) < 2 or sum(legs.values()) != 0:
        raise ValueError("A transfer has at least two legs, which sum to zero.")
    if not all(isinstance(amount, int) and amount != 0 and abs(amount) <= MOST_POINTS for amount in legs.values()):
        raise ValueError(f"A leg moves a whole number of points, not zero, at most {MOST_POINTS}.")


def _insert_transfer(
    company: Company,
    kind: str,
    source: tuple[str, str],
    reason: str,
    actor: Membership | None,
    price_list_version: int | None,
    reverses: Transfer | None,
) -> UUID | None:
    """Write the transfer's row and return its key; None when there is one for this source. Waits for one under way."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO ledger_transfer
                (company_id, kind, source_type, source_id, reason, actor_id, price_list_version, reverses_id, effective_at)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT (company_id, kind, source_type, source_id) DO NOTHING RETURNING id
            """,
            [
                *(company.pk, kind, *source, reason, actor.pk if actor else None, price_list_version),
                *(reverses.pk if reverses else None, clock.now()),
            ],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _check_floors(balances: Mapping[AccountRef, Balance], legs: Mapping[AccountRef, int]) -> None:
    for ref, amount in legs.items():
        missing = balances[ref].min_balance - balances[ref].posted - amount
        # Points that arrive never fail, also where a floor was raised over what an account holds.
        if amount < 0 and missing > 0:
            raise NotEnoughPoints(ref, missing)


def _move(
    company: Company, transfer: UUID, balances: Mapping[AccountRef, Balance], legs: Mapping[AccountRef, int]
) -> None:
    """Write the legs and change the locked balances, in one statement: others wait for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH moved AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS moved (account_id, amount)),
            written AS (
                INSERT INTO ledger_leg (transfer_id, company_id, account_id, amount)
                SELECT %s, %s, account_id, amount FROM moved)
            UPDATE ledger_balance SET posted = posted + moved.amount, version = version + 1
            FROM moved WHERE ledger_balance.account_id = moved.account_id
            """,
            [[balances[ref].pk for ref in legs], list(legs.values()), transfer, company.pk],
        )
