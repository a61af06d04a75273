"""What routing holds of a person."""

from __future__ import annotations

from typing import Any

from community.personalization.routing.actions.end import erase_offers
from community.personalization.routing.actions.wish import forget_wishes
from community.personalization.routing.models import Block, HelperSettings, Offer
from community.web.registries.privacy import holds_personal_data

_WISHES = (
    "time_zone", "hours_from", "hours_until", "most_a_day", "languages", "topics", "only_topics", "switched_off"
)  # fmt: skip


@holds_personal_data
class RoutingHeld:
    """What was offered to a member and why, what they want to be asked, and whom they blocked."""

    name = "offers"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return every offer with all its numbers, the settings and the member's own blocks."""
        offers = Offer.objects.filter(member=membership_id).order_by("made_at", "pk")
        wishes = HelperSettings.objects.filter(member=membership_id).first()
        blocks = Block.objects.filter(blocker=membership_id).order_by("made_at", "pk")
        return {
            "offers": [_told(each) for each in offers],
            "settings": _wishes_of(wishes) if wishes else {},
            "blocked": [{"member": each.blocked_id, "at": each.made_at.isoformat()} for each in blocks],
        }

    def erase(self, membership_id: int) -> None:
        """Delete all of it, and what others wanted about the member."""
        erase_offers(membership_id)
        forget_wishes(membership_id)


def _told(offer: Offer) -> dict[str, Any]:
    names = ("state", "slot", "served", "score", "base", "contributions", "features", "reason", "propensity", "answers")
    moments = {"made_at": offer.made_at.isoformat(), "expires_at": offer.expires_at.isoformat()}
    return {"question": offer.question_id, **moments, **{name: getattr(offer, name) for name in names}}


def _wishes_of(wishes: HelperSettings) -> dict[str, Any]:
    pause = wishes.paused_until.isoformat() if wishes.paused_until else None
    return {"paused_until": pause, **{name: getattr(wishes, name) for name in _WISHES}}
