"""What the memory shows on the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import Membership
from community.personalization.memory.queries.not_me import said_by
from community.personalization.memory.queries.shown import told_to
from community.web.registries.panels import panel


@panel("choices.sections", order=10, template="memory/_choices.html")
def remembered_on_choices(request: HttpRequest, member: Membership) -> dict[str, Any]:
    """Tell a member what is remembered of their answers, in numbers. One query."""
    return {"told": told_to(member)}


@panel("choices.sections", order=12, template="memory/_refused.html")
def refused_on_choices(request: HttpRequest, member: Membership) -> dict[str, Any]:
    """List what a member says that they are not. One query."""
    return {"said": said_by(member)}
