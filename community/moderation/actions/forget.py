"""Forgetting what somebody wrote in appeals."""

from __future__ import annotations

from django.db import transaction

from community.moderation.models import Appeal


@transaction.atomic
def forget_appeals(membership_id: int) -> int:
    """Empty the texts of the member's appeals; what was decided stays. Return how many. Safe to run twice."""
    return Appeal.objects.filter(member=membership_id).exclude(text="").update(text="")
