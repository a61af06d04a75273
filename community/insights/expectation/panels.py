"""What somebody who asks reads about how long it takes."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm

from accounts.reader import CompanyRequest
from community import clock
from community.insights.expectation.queries.said import expected_at, said_about, topic_in
from community.questions.models import Question
from community.web.registries.panels import panel


@panel("ask.form", order=10, template="expectation/_ask.html")
def expected_time(request: CompanyRequest, form: BaseForm) -> dict[str, Any]:
    """Say how long an answer will take: for the chosen topic, otherwise in general. One query."""
    language = form["language"] if "language" in form.fields else None
    company = request.company
    expected = expected_at(
        company,
        clock.now(),
        language=language.value() if language else company.default_language,
        topic=topic_in(str(form["topic"].value() or "")),
    )
    return {"form": form, "expected": expected}


@panel("question.state", order=10, template="expectation/_waiting.html")
def what_was_said(request: CompanyRequest, question: Question) -> dict[str, Any] | None:
    """Remind its asker of what was said, as long as the question waits for its first answer. One query, for the asker."""
    is_waiting = question.is_open and question.first_answered_at is None
    if not is_waiting or request.reader.member_id != question.post.author_id:
        return None
    said = said_about(question, request.company)
    return {"said": said, "is_overdue": said.is_overdue(clock.now())} if said and said.p50 else None
