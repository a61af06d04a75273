"""What stands beside a question: others that ask the same."""

from __future__ import annotations

from typing import Final

from django.core.cache import cache

from accounts.reader import Reader
from community.questions.models import Question
from community.search.queries.similar import SimilarQuestion, similar_questions

_KEPT_SECONDS: Final = 3600


def related_questions(reader: Reader, question: Question, *, limit: int = 5) -> list[SimilarQuestion]:
    """Return the visible questions most like this one, with at most one query.

    Which ones they are is kept for an hour, as ids: looking them up is a hundred times cheaper than comparing, and what
    is hidden meanwhile is left out.
    """
    key = f"related:{question.company_id}:{question.pk}:{question.post.version}:{limit}"
    kept: list[int] | None = cache.get(key)
    if kept is None:
        found = similar_questions(reader, question.title, exclude=question.pk, limit=limit)
        cache.set(key, [each.pk for each in found], _KEPT_SECONDS)
        return found
    if not kept:
        return []
    rows = Question.objects.visible_to(reader).filter(pk__in=kept)
    known = {
        row[0]: SimilarQuestion(*row) for row in rows.values_list("pk", "title", "state", "answer_count", "asked_at")
    }
    return [known[pk] for pk in kept if pk in known]
