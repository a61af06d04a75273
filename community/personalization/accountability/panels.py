"""Where the pages about learning are linked from."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.web.registries.panels import panel


@panel("manage.index", order=7, template="accountability/_manage.html")
def learning_link(request: HttpRequest) -> dict[str, Any]:
    """Lead moderators to the pages about learning. No query."""
    return {}


@panel("speed.links", order=20, template="accountability/_more.html")
def more_pages(request: HttpRequest) -> dict[str, Any]:
    """Lead from the dashboard of speed to how fast is learned. No query."""
    return {}


@panel("site.nav", order=30, template="accountability/_nav.html")
def member_links(request: HttpRequest) -> dict[str, Any] | None:
    """Link members to how the community learns. No query."""
    return {} if cast(CompanyRequest, request).reader.member is not None else None


@panel("choices.sections", order=80, template="accountability/_choices.html")
def decisions_link(request: HttpRequest, member: Membership) -> dict[str, Any]:
    """Lead members to what was decided about them. No query."""
    return {}


@panel("feed.aside", order=10, template="accountability/_feed.html")
def demand_link(request: HttpRequest) -> dict[str, Any]:
    """Lead helpers from their list to where help is missing. No query."""
    return {}
