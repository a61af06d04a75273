"""What stands beside a question: others that ask the same."""

from __future__ import annotations

from functools import cache as cache_in_process
from typing import Final

from django.core.cache import cache

from accounts.reader import Reader
from community.questions.models import Post, Question
from community.search.queries.similar import SimilarQuestion, questions_like
from community.web.prepared import Given, IsOneOf, Prepared

_KEPT_SECONDS: Final = 3600


def related_questions(reader: Reader, question: Question, *, limit: int = 5) -> list[SimilarQuestion]:
    """Return the visible questions most like this one, with at most one query.

    Which ones they are is kept for an hour, as ids: looking them up is a hundred times cheaper than comparing, and what
    is hidden meanwhile is left out.
    """
    key = f"related:{question.company_id}:{question.pk}:{question.post.version}:{limit}"
    kept: list[int] | None = cache.get(key)
    if kept is None:
        found = questions_like(reader, question, limit=limit)
        cache.set(key, [each.pk for each in found], _KEPT_SECONDS)
        return found
    if not kept:
        return []
    known = {each.pk: each for each in _visible_query().run(questions=kept, company=reader.company.pk)}
    return [_similar(known[pk], question.language) for pk in kept if pk in known]


@cache_in_process
def _visible_query() -> Prepared[Question]:
    rows = Question.objects.filter(
        IsOneOf("pk", Given("questions")), company=Given("company"), post__visibility=Post.Visibility.VISIBLE
    )
    return Prepared(rows.only("title", "state", "answer_count", "asked_at", "language"))


def _similar(question: Question, language: str) -> SimilarQuestion:
    is_foreign = question.language != language
    return SimilarQuestion(
        question.pk, question.title, question.state, question.answer_count, question.asked_at, is_foreign
    )
