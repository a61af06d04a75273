"""What this feature shows on pages of others."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.personalization.feed.models import FeedChoice
from community.personalization.feed.wording import REASON_NAMES
from community.web.registries.panels import panel


@panel("account.menu", order=5, template="feed/_menu.html")
def list_in_menu(request: HttpRequest) -> dict[str, Any] | None:
    """Lead members to the list made for them. No query."""
    reader = getattr(cast(CompanyRequest, request), "reader", None)
    return {} if reader is not None and reader.member is not None else None


@panel("manage.index", order=8, template="feed/_manage.html")
def newcomers_link(request: HttpRequest) -> dict[str, Any]:
    """Lead moderators to whether newcomers stay. No query."""
    return {}


@panel("choices.sections", order=20, template="feed/_choices.html")
def list_among_choices(request: HttpRequest, member: Membership) -> dict[str, Any]:
    """Say what the member decided about their list. One query."""
    choice = FeedChoice.objects.filter(member=member).first() or FeedChoice()
    return {"choice": choice, "off": [REASON_NAMES[each] for each in choice.off]}
