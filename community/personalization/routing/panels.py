"""What routing shows on the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.personalization.routing.queries.queue import number_asked
from community.questions.models import Question
from community.web.registries.panels import panel


@panel("account.menu", order=5, template="routing/_menu.html")
def offers_link(request: HttpRequest) -> dict[str, Any]:
    """Link to the member's queue. No query: new offers count in the inbox beside it."""
    return {}


@panel("question.aside", order=6, template="routing/_asked.html")
def helpers_asked(request: CompanyRequest, question: Question) -> dict[str, Any] | None:
    """Tell the asker of an open question, and moderators, how many helpers were asked. One query."""
    is_asker = request.reader.member_id is not None and request.reader.member_id == question.post.author_id
    if not question.is_open or not (is_asker or request.reader.is_moderator):
        return None
    asked = number_asked(question)
    return {"asked": asked} if asked else None


@panel("member.aside", order=60, template="routing/_block.html")
def block_link(request: CompanyRequest, shown: Membership) -> dict[str, Any] | None:
    """Let a member block another. No query."""
    own = request.reader.member_id
    return {"shown": shown} if own is not None and own != shown.pk else None
