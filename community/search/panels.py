"""What search shows on the pages of others."""

from __future__ import annotations

from typing import Any

from accounts.reader import CompanyRequest
from community.questions.models import Question
from community.search.queries import related_questions
from community.web.registries.panels import panel


@panel("question.aside", order=20, template="search/_related.html")
def related(request: CompanyRequest, question: Question) -> dict[str, Any] | None:
    """Show questions that ask the same beside a question."""
    questions = related_questions(request.reader, question)
    return {"questions": questions} if questions else None
