"""What experiments show on the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import Membership
from community.web.registries.panels import panel


@panel("site.nav", order=30, template="experiments/_nav.html")
def experiments_link(request: HttpRequest) -> dict[str, Any]:
    """Link to what is tried out. No query."""
    return {}


@panel("choices.sections", order=60, template="experiments/_choices.html")
def experiments_on_choices(request: HttpRequest, member: Membership) -> dict[str, Any]:
    """Lead from a member's choices to what is tried out. No query."""
    return {}
