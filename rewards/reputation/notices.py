"""Whom a change of trust level concerns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.web.registries.notices import Category, Notice, notice

STANDING = Category("standing", _("Your trust level and badges"))


@notice(
    "member.trust_level_changed",
    name="trust_level_up",
    category=STANDING,
    title=_("You reached a new trust level. Open it to see what you can do now"),
)
def trust_level_up(event: Event) -> Notice | None:
    """Tell the member that they can do more."""
    return _tell(event) if event.payload["level"] > event.payload["before"] else None


@notice(
    "member.trust_level_changed",
    name="trust_level_down",
    category=STANDING,
    title=_("Your trust level is lower now. Open it to see why and what is missing"),
)
def trust_level_down(event: Event) -> Notice | None:
    """Tell the member that they can do less, and lead to the decision: why, and how to appeal."""
    if event.payload["level"] >= event.payload["before"]:
        return None
    return Notice([event.payload["member"]], "decisions:about_level")


def _tell(event: Event) -> Notice:
    member: int = event.payload["member"]
    return Notice([member], "reputation:history", (member,))
