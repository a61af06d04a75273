"""A member's own choice about points."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Membership
from accounts.policies import check_may_write
from community import clock
from rewards.earning.models import EarningChoice


@transaction.atomic
def choose_points(*, member: Membership, declines: bool) -> None:
    """Keep whether the member wants recognition without points from now on; what is earned already stays theirs.

    Raises NotAllowed for members who may only read.
    """
    check_may_write(member)
    EarningChoice.objects.update_or_create(
        member=member,
        defaults={"company_id": member.company_id, "declines_points": declines, "chosen_at": clock.now()},
    )


def forget_choice(membership_id: int) -> None:
    """Delete a member's choice, inside the caller's transaction. Records nothing."""
    EarningChoice.objects.filter(member=membership_id).delete()
