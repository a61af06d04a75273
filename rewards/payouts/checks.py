"""What payouts prove about the books."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Sum

from accounts.models import Company
from rewards.ledger.models import Account, Balance, Leg, Transfer
from rewards.ledger.verification import ledger_check
from rewards.payouts.models import Payout
from rewards.payouts.queries.payouts import late_payments

_ENDINGS = {
    Payout.State.PAID: {"payout_request", "payout_paid"},
    Payout.State.FAILED: {"payout_request", "payout_void"},
    Payout.State.CANCELLED: {"payout_request", "payout_void"},
    Payout.State.REFUSED: {"payout_request", "payout_void"},
}
_OPEN = {"payout_request"}


@ledger_check
def payouts_have_their_transfers(company: Company) -> Iterator[str]:
    """Find payouts whose transfers are not exactly those of their state, or move another number of points."""
    transfers: dict[str, dict[str, int]] = {}
    legs = Leg.objects.filter(company=company, transfer__source_type="payout", amount__gt=0)
    for source, kind, amount in legs.values_list("transfer__source_id", "transfer__kind", "amount"):
        transfers.setdefault(source, {})[kind] = amount
    for payout in Payout.objects.of(company).order_by("pk"):
        found = transfers.pop(str(payout.pk), {})
        if set(found) != _ENDINGS.get(Payout.State(payout.state), _OPEN):
            yield f"Payout {payout.pk} is {payout.state} and has the transfers {sorted(found)}."
        elif set(found.values()) != {payout.points}:
            yield f"Payout {payout.pk} is about {payout.points} points and its transfers moved {sorted(found.values())}."
    for source in sorted(transfers):
        yield f"Transfers name payout {source}, which does not exist."


@ledger_check
def points_under_way_equal_open_payouts(company: Company) -> Iterator[str]:
    """Find members whose points under way are not the sum of their open payouts."""
    rows: Any = Payout.objects.of(company).open().values("member").annotate(total=Sum("points")).order_by("member")
    wanted = {row["member"]: int(row["total"]) for row in rows}
    balances = Balance.objects.filter(account__company=company, account__kind=Account.Kind.PAYOUT_PENDING)
    for member, posted in balances.order_by("account__member").values_list("account__member", "posted"):
        expected = wanted.pop(member, 0)
        if posted != expected:
            yield f"Member {member} has {posted} points under way, and open payouts of {expected}."
    for member, expected in wanted.items():
        yield f"Member {member} has open payouts of {expected} points and none under way."


@ledger_check
def payout_transfers_go_where_they_should(company: Company) -> Iterator[str]:
    """Find payments whose points went to an account of another method or charity."""
    paid = Transfer.objects.of(company).filter(kind="payout_paid", source_type="payout")
    wanted = {str(payout.pk): payout for payout in Payout.objects.of(company).filter(state=Payout.State.PAID)}
    legs = Leg.objects.filter(transfer__in=paid, amount__gt=0).select_related("account", "transfer")
    for leg in legs.order_by("pk"):
        payout = wanted.get(leg.transfer.source_id)
        if payout is None:
            continue
        right = (Account.Kind.PAID_OUT, payout.method)
        if payout.method == Payout.Method.CHARITY:
            right = (Account.Kind.CHARITY, str(payout.charity_id))
        if (leg.account.kind, leg.account.purpose) != right:
            yield f"Payout {payout.pk} was booked to account {leg.account_id}."


@ledger_check
def nothing_was_paid_after_it_failed(company: Company) -> Iterator[str]:
    """Find payouts that were said to be paid when their points had gone back already: the member has them twice."""
    for payout in late_payments(company):
        yield f"Payout {payout} was paid after its points had gone back."
