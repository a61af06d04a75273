"""Reading the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from accounts.models import Company, Membership
from rewards.ledger.models import Account, AccountRef, Balance, Freeze, Transfer


@dataclass(frozen=True)
class MemberPoints:
    """A member's points: pending (not final yet), held (under review), available (spendable), payout_pending (leaving)."""

    pending: int = 0
    held: int = 0
    available: int = 0
    payout_pending: int = 0


def points_of(member: Membership) -> MemberPoints:
    """Return the member's points. One query."""
    rows = Balance.objects.filter(account__company=member.company_id, account__member=member)
    return MemberPoints(**dict(rows.values_list("account__kind", "posted")))


def balance_of(company: Company, ref: AccountRef) -> int:
    """Return the points in an account, 0 when there is none."""
    rows = Balance.objects.filter(
        account__company=company, account__kind=ref.kind, account__member=ref.member, account__purpose=ref.purpose
    )
    return rows.values_list("posted", flat=True).first() or 0


def totals_by_kind(company: Company) -> dict[str, int]:
    """Return the points in all accounts of each kind; together they are zero."""
    rows = Balance.objects.filter(account__company=company).values("account__kind").annotate(total=Sum("posted"))
    return dict.fromkeys(Account.Kind.values, 0) | {row["account__kind"]: int(row["total"]) for row in rows}


def transfers_of(member: Membership) -> list[Transfer]:
    """Return every transfer that moved the member's points, newest first, each with its legs and their accounts."""
    rows = Transfer.objects.touching(member).order_by("-effective_at", "-pk")
    return list(rows.prefetch_related("legs__account"))


def standing_freeze(company: Company) -> Freeze | None:
    """Return why the company's payouts stand still now, or None."""
    return Freeze.objects.standing().filter(company=company).first()
