"""Forgetting what a member has chosen."""

from __future__ import annotations

from django.db import transaction

from rewards.reputation.models import LeaderboardChoice, LevelDecision


@transaction.atomic
def forget_member(membership_id: int) -> None:
    """Remove the member's choice about boards and the decision about their level. Safe to run twice."""
    LeaderboardChoice.objects.filter(member=membership_id).delete()
    LevelDecision.objects.filter(member=membership_id).delete()
