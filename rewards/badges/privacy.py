"""What badges hold of a member."""

from __future__ import annotations

from typing import Any

from community.web.registries.privacy import holds_personal_data
from rewards.badges.actions.forget import forget_badges
from rewards.badges.models import BadgeAward


@holds_personal_data
class BadgeData:
    """The badges that a member has or had."""

    name = "badges"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return everything held of the member."""
        awards = BadgeAward.objects.filter(member=membership_id).select_related("badge").order_by("pk")
        return {
            "awards": [
                {
                    "badge": award.title,
                    "awarded_at": award.awarded_at.isoformat(),
                    "expires_at": award.expires_at.isoformat() if award.expires_at else None,
                    "reason": award.reason,
                    "revoked_at": award.revoked_at.isoformat() if award.revoked_at else None,
                    "revoked_reason": award.revoked_reason,
                }
                for award in awards
            ]
        }

    def erase(self, membership_id: int) -> None:
        """Remove the member's badges."""
        forget_badges(membership_id)
