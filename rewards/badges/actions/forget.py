"""Removing the badges of somebody who leaves."""

from __future__ import annotations

from django.db import transaction

from rewards.badges.models import BadgeAward


@transaction.atomic
def forget_badges(membership_id: int) -> None:
    """Remove the member's badges. Safe to run twice."""
    BadgeAward.objects.filter(member=membership_id).delete()
