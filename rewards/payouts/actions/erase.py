"""Forgetting where a person's money goes."""

from __future__ import annotations

from rewards.payouts.models import Payout, PayoutDetails


def erase_destinations(membership_id: int) -> None:
    """Delete the member's details and empty where settled payouts went; part of the caller's transaction.

    A payout that is under way keeps its destination until it is settled, and loses it then. Safe to run twice.
    """
    PayoutDetails.objects.filter(member=membership_id).delete()
    settled = Payout.objects.filter(member=membership_id, settled_at__isnull=False)
    settled.update(payee="", payee_account="")
    Payout.objects.filter(member=membership_id, settled_at__isnull=True).update(forget_when_settled=True)
