"""Whom badges concern."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community import clock
from community.events.models import Event
from community.web.registries.notices import Notice, notice
from rewards.badges.models import BadgeAward
from rewards.reputation.notices import STANDING


@notice("badge.awarded", name="badge_awarded", category=STANDING, title=_("You received a badge"))
def badge_awarded(event: Event) -> Notice | None:
    """Tell the member, unless it was taken back meanwhile."""
    award = BadgeAward.objects.filter(pk=event.payload["award"]).select_related("badge").first()
    if award is None or not award.holds(clock.now()):
        return None
    return Notice([award.member_id], "badges:badge", (award.badge.slug,))
