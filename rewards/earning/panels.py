"""What earning shows on the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.reader import CompanyRequest
from community.questions.models import Question
from community.web.registries.panels import panel
from rewards.earning.money import money_said
from rewards.earning.queries import prices_of


@panel("site.nav", order=5, template="earning/_nav.html")
def prices_link(request: HttpRequest) -> dict[str, Any]:
    """Link to what help earns. No query."""
    return {}


@panel("composer.note", order=10, template="earning/_composer_note.html")
def composer_note(request: CompanyRequest, question: Question) -> dict[str, Any] | None:
    """Say what an accepted answer earns, before it is written. Not to those who would not earn."""
    member = request.reader.member
    if member is None or member.pk == question.post.author_id:
        return None
    shown = prices_of(request.company, member)
    if shown is None or not shown.prices.accepted_answer:
        return None
    points = shown.prices.accepted_answer
    return {"points": points, "worth": money_said(points, shown.program), "is_used_up": shown.is_used_up}
