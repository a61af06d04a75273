"""Forgetting what somebody wrote in appeals."""

from __future__ import annotations

from django.db import transaction

from community.moderation.actions.appeal import withdraw_appeals
from community.moderation.models import Appeal


@transaction.atomic
def forget_appeals(membership_id: int) -> int:
    """Empty the texts of the member's appeals, and withdraw those that wait; what was decided stays. Safe to run twice.

    Returns how many texts were emptied. Records AppealWithdrawn for each that waited.
    """
    withdraw_appeals(Appeal.objects.filter(member=membership_id))
    return Appeal.objects.filter(member=membership_id).exclude(text="").update(text="")
