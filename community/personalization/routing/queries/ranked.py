"""How likely each of those who can be asked is to help, and what speaks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from accounts.reader import Reader
from community.personalization.learning.state import Asked
from community.personalization.memory.queries.ranking import rank
from community.questions.models import Answer, Question
from community.search.queries import similar_questions

# Of so many questions that are most like this one, whoever answered the first that any of them did is asked as well.
_LIKE_IT: Final = 3


@dataclass(frozen=True)
class Ranked:
    """The numbers behind a ring, by member. Whoever is missing is somebody of whom nothing is known."""

    served: str
    version: str
    scores: Mapping[int, float] = field(default_factory=dict)
    contributions: Mapping[int, dict[str, float]] = field(default_factory=dict)
    features: Mapping[int, list[float]] = field(default_factory=dict)
    nearest: Mapping[int, list[int]] = field(default_factory=dict)
    most_similar: int | None = None


def ranked_for(question: Question, members: Sequence[int], now: datetime) -> Ranked:
    """Rank the members for the question by what is remembered of them now."""
    ranking = rank(question.company, asked_of(question, now), members)
    return Ranked(
        served=ranking.served,
        version=ranking.version,
        scores=ranking.scores,
        contributions=ranking.contributions,
        features=ranking.features,
        nearest=ranking.nearest,
        most_similar=_most_similar(question, members),
    )


def asked_of(question: Question, now: datetime) -> Asked:
    """Return what may be known of the question when somebody is looked for who could answer."""
    return Asked(
        question=question.pk,
        asker=str(question.post.author_id),
        moment=now.timestamp(),
        language=question.language,
        topic=str(question.topic_id),
        text=f"{question.title}\n{question.post.markdown}",
    )


def _most_similar(question: Question, members: Sequence[int]) -> int | None:
    """Return which of the members answered the most similar past question, if there is a clearly similar one."""
    reader = Reader(company=question.company)
    similar = [each.pk for each in similar_questions(reader, question.title, exclude=question.pk, limit=_LIKE_IT)]
    rows = (
        Answer.objects.substantive()
        .filter(company=question.company_id, question__in=similar, post__author__in=members)
        .order_by("-post__created_at", "-pk")
        .values_list("question", "post__author")
    )
    by_question = dict(reversed(list(rows)))
    return next((by_question[pk] for pk in similar if pk in by_question), None)
