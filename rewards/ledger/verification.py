"""Proving that the books are right. Each feature adds its own proofs with @ledger_check, in its checks.py."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Sum

from accounts.models import Company
from community import clock
from rewards.ledger.models import Balance, Block, Leg, Transfer

Check = Callable[[Company], Iterator[str]]

# Old blocks are many; each is looked at every so many hours.
_PARTS = 10
_NEW = timedelta(days=1)

_checks: dict[str, Check] = {}


def ledger_check(check: Check) -> Check:
    """Register a generator of findings, in English: one sentence, with numbers of rows, for each thing that is wrong."""
    _checks[f"{check.__module__}.{check.__qualname__}"] = check
    return check


def findings_of(company: Company, *, all_seals: bool = True) -> list[str]:
    """Return everything that is wrong with the company's books; nothing when all is well. Reads only.

    Without `all_seals`, the blocks of the last day and a tenth of the older ones are looked at, another tenth every hour.
    """
    found = [finding for _name, check in sorted(_checks.items()) for finding in check(company)]
    return [*found, *seals_hold(company, all_seals=all_seals)]


@ledger_check
def transfers_balance(company: Company) -> Iterator[str]:
    """Find transfers that do not sum to zero over two legs or more."""
    rows = Transfer.objects.of(company).annotate(n=Count("legs"), total=Sum("legs__amount"))
    for key, legs, total in rows.exclude(n__gte=2, total=0).values_list("pk", "n", "total"):
        yield f"Transfer {key} has {legs} legs that sum to {total}."


@ledger_check
def balances_equal_their_legs(company: Company) -> Iterator[str]:
    """Find balances that are not the sum of their account's legs, or below their floor."""
    rows = Balance.objects.filter(account__company=company).annotate(total=Sum("account__legs__amount"))
    for row in rows:
        if row.posted != (row.total or 0):
            yield f"Account {row.account_id} says {row.posted}, and its legs sum to {row.total or 0}."
        if row.posted < row.min_balance:
            yield f"Account {row.account_id} holds {row.posted}, below its floor of {row.min_balance}."
    bare = Leg.objects.filter(company=company, account__balance__isnull=True)
    for account in sorted(set(bare.values_list("account", flat=True))):
        yield f"Account {account} has legs and no balance."


@ledger_check
def companies_agree(company: Company) -> Iterator[str]:
    """Find legs that touch another company's account."""
    for leg in Leg.objects.filter(transfer__company=company).exclude(account__company=F("company")):
        yield f"Leg {leg.pk} of transfer {leg.transfer_id} belongs to another company's account {leg.account_id}."


@ledger_check
def reversals_mirror(company: Company) -> Iterator[str]:
    """Find reversals that are not exactly the opposite of what they take back."""
    with connection.cursor() as cursor:
        cursor.execute(_CROOKED_REVERSALS, [company.pk])
        for (transfer,) in cursor.fetchall():
            yield f"Transfer {transfer} is not the opposite of what it takes back."


_CROOKED_REVERSALS = """
    SELECT t.id FROM ledger_transfer t
    WHERE t.company_id = %s AND t.reverses_id IS NOT NULL AND EXISTS (
        SELECT account_id FROM ledger_leg WHERE transfer_id IN (t.id, t.reverses_id)
        GROUP BY account_id HAVING sum(amount) <> 0)
    ORDER BY t.id
"""


def seals_hold(company: Company, *, all_seals: bool = True) -> Iterator[str]:
    """Find blocks whose transfers, or whose place behind each other, are not what was sealed."""
    before, now = "", clock.now()
    tenth = int(now.timestamp()) // 3600 % _PARTS
    for number, block in enumerate(Block.objects.filter(company=company).order_by("number"), start=1):
        if block.number != number or block.previous_digest != before:
            yield f"Block {block.number} does not follow the block before it."
        looked_at = all_seals or number % _PARTS == tenth or block.sealed_at > now - _NEW
        if (
            looked_at
            and digest_of(list(Transfer.objects.filter(sealed__block=block)), block.previous_digest) != block.digest
        ):
            yield f"A transfer of block {block.number} was changed after it had been sealed."
        before = block.digest


def digest_of(transfers: list[Transfer], previous_digest: str) -> str:
    """Return the SHA-256 of what the transfers say and of the block before them, in hexadecimal. One query."""
    legs: dict[Any, list[tuple[int, int]]] = {}
    rows = Leg.objects.filter(transfer__in=transfers).order_by("account_id")
    for transfer_id, account_id, amount in rows.values_list("transfer_id", "account_id", "amount"):
        legs.setdefault(transfer_id, []).append((account_id, amount))
    said = [_said(transfer, legs.get(transfer.pk, [])) for transfer in sorted(transfers, key=lambda each: each.pk)]
    text = json.dumps([previous_digest, said], separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _said(transfer: Transfer, legs: list[tuple[int, int]]) -> list[Any]:
    return [
        *(str(transfer.pk), transfer.company_id, transfer.kind, transfer.source_type, transfer.source_id),
        *(str(transfer.reverses_id or ""), transfer.actor_id, transfer.price_list_version, transfer.reason),
        *(transfer.effective_at.isoformat(), legs),
    ]
