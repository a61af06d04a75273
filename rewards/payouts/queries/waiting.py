"""What waits for the company's admins."""

from __future__ import annotations

from accounts.models import Company
from rewards.payouts.models import Payout


def waiting_for_approval(company: Company) -> int:
    """Return how many payouts wait for an approval, of one admin or of a second. One query."""
    return Payout.objects.of(company).filter(state=Payout.State.REQUESTED).count()
