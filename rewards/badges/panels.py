"""What badges show on the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import Membership
from community.web.registries.panels import panel
from rewards.badges.queries import awards_of


@panel("site.nav", order=20, template="badges/_nav.html")
def badges_link(request: HttpRequest) -> dict[str, Any]:
    """Link to the badges. No query."""
    return {}


@panel("member.aside", order=30, template="badges/_badges.html")
def badges(request: HttpRequest, *, shown: Membership) -> dict[str, Any] | None:
    """Show which badges a member has. One query."""
    awards = awards_of(shown)
    return {"awards": awards} if awards else None
