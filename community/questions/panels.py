"""What stands beside a question."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.reader import CompanyRequest
from community import clock
from community.events.models import Event
from community.questions.actions.reuse import REUSE_REST
from community.questions.models import Acceptance, Question
from community.web.registries.panels import panel


@panel("question.aside", order=5, template="questions/_solved_too.html")
def solved_too(request: CompanyRequest, question: Question) -> dict[str, Any] | None:
    """Ask members who read a solved question whether it solved theirs: they may have come from asking it."""
    member = request.reader.member
    if member is None or question.state != Question.State.RESOLVED or question.post.author_id == member.pk:
        return None
    said = (
        Event.objects.in_stream(request.company.key, question.stream)
        .of_types("answer.reused")
        .filter(actor=member.key, occurred_at__gt=clock.now() - REUSE_REST)
        .annotate(about=Cast(KeyTextTransform("answer", "payload"), BigIntegerField()))
        .filter(about=OuterRef("answer_id"))
    )
    standing = Acceptance.objects.filter(question=question, revoked_at__isnull=True).exclude(
        answer__post__author=member
    )
    found = standing.annotate(is_said=Exists(said)).values("answer", "is_said").first()
    return {"answer": found["answer"], "is_said": found["is_said"]} if found else None
