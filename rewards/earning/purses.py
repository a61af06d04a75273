"""The names of the ledger's accounts that earning moves points between."""

from __future__ import annotations

from rewards.ledger.models import Account, AccountRef

FUNDING = AccountRef(Account.Kind.FUNDING)
CLAWBACK = AccountRef(Account.Kind.CLAWBACK)


def pot(month: str) -> AccountRef:
    """Return the pot of a month, such as "2026-11"."""
    return AccountRef(Account.Kind.POT, purpose=month)


def pending(member_id: int) -> AccountRef:
    """Return where a member's points wait."""
    return AccountRef(Account.Kind.PENDING, member_id)


def held(member_id: int) -> AccountRef:
    """Return where a member's points are under review."""
    return AccountRef(Account.Kind.HELD, member_id)


def available(member_id: int) -> AccountRef:
    """Return where a member's points can be spent from."""
    return AccountRef(Account.Kind.AVAILABLE, member_id)
