"""Bank transfers by hand: an admin takes the file out, makes the transfers, and says which arrived."""

from __future__ import annotations

from collections.abc import Iterable

from community.web.csvfile import table
from rewards.payouts.models import Payout
from rewards.payouts.money import plain_amount
from rewards.payouts.providers.base import Answer, Unclear
from rewards.payouts.wording import BY_HAND


class TransferFileProvider:
    """Never called by itself: only a person can tell what a bank did."""

    by_hand = True

    def address(self, payout: Payout) -> None:
        """Return that no worker sends it."""

    def send(self, payout: Payout) -> Answer:
        """Return that a person has to do it."""
        return Unclear(BY_HAND)

    ask = send


def transfer_file(payouts: Iterable[Payout]) -> bytes:
    """Return the transfers as CSV. The key says to the bank which transfer it is; "paid" is not to be made again."""
    head = ("payout", "account holder", "IBAN", "amount", "currency", "reference", "state")
    return table(
        head,
        [
            (
                str(payout.pk),
                payout.payee,
                payout.payee_account,
                plain_amount(payout.amount_minor, payout.currency),
                payout.currency,
                bank_reference(payout),
                payout.state,
            )
            for payout in payouts
        ],
    )


def bank_reference(payout: Payout) -> str:
    """Return what stands on the member's bank statement: short, and enough to find the payout."""
    return f"Points {payout.pk.hex[-12:]}"
