"""What the lists made for members hold of a person."""

from __future__ import annotations

from typing import Any

from community.personalization.feed.actions.choose import forget_choices
from community.personalization.feed.models import FeedChoice
from community.web.registries.privacy import holds_personal_data


@holds_personal_data
class FeedHeld:
    """What a member decided about their list. What it showed them is held by what is learned."""

    name = "for_you"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return the member's choices."""
        choice = FeedChoice.objects.filter(member=membership_id).first() or FeedChoice()
        return {"reasons_switched_off": choice.off, "languages": choice.languages, "topics": choice.topics}

    def erase(self, membership_id: int) -> None:
        """Delete the member's choices."""
        forget_choices(membership_id)
