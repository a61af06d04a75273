"""Deciding whether to stand on the boards of helpers."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Membership
from rewards.reputation.models import LeaderboardChoice


@transaction.atomic
def choose_listing(*, member: Membership, is_listed: bool) -> LeaderboardChoice:
    """Keep whether the member wants to be listed; boards follow at once. Records nothing."""
    choice, _is_new = LeaderboardChoice.objects.update_or_create(
        member=member, defaults={"company_id": member.company_id, "is_listed": is_listed}
    )
    return choice
