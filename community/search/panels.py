"""What search shows on the pages of others."""

from __future__ import annotations

from typing import Any

from accounts.reader import CompanyRequest
from community.questions.models import Question
from community.search.queries import related_questions, suggested_questions
from community.web.registries.panels import panel


@panel("question.aside", order=20, template="search/_related.html")
def related(request: CompanyRequest, question: Question) -> dict[str, Any] | None:
    """Show questions that ask the same beside a question."""
    questions = related_questions(request.reader, question)
    return {"questions": questions} if questions else None


@panel("ask.similar", order=10, template="search/_checked.html")
def similar(request: CompanyRequest, title: str) -> dict[str, Any]:
    """Show questions like a title that was sent to be checked, or say that there are none."""
    return {"questions": suggested_questions(request.reader, title)}
