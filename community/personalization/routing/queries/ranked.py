"""How likely each of those who can be asked is to help, and what speaks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from accounts.reader import Reader
from community.personalization.learning.refused import NOTHING_REFUSED, Refused
from community.personalization.memory.queries.asking import asked_of
from community.personalization.memory.queries.ranking import rank
from community.personalization.routing.queries.eligible import Eligible
from community.questions.models import Answer, Question
from community.search.queries import similar_questions

_SIMILAR: Final = "similar"
# Of so many questions that are most like this one, whoever answered the first that any of them did is asked as well.
_LIKE_IT: Final = 3


@dataclass(frozen=True)
class Standing:
    """One member's numbers: their score, what each group of reasons adds over the mean, the features, and past questions."""

    score: float
    contributions: Mapping[str, float] = field(default_factory=dict)
    features: Sequence[float] = ()
    past: Sequence[int] = ()


@dataclass(frozen=True)
class Ranked:
    """The numbers behind a ring, by member. `version` says how much had been learned when they were computed.

    `most_similar` is the member who answered the most similar past question, and that question, if one is clearly similar.
    """

    served: str
    version: str
    standings: Mapping[int, Standing]
    most_similar: tuple[int, int] | None = None


def ranked_for(question: Question, found: Sequence[Eligible], now: datetime) -> Ranked:
    """Rank the members for the question by what is remembered of them now, without what they do not want to be used."""
    members = [each.member for each in found]
    off = {each.member: each.switched_off for each in found if each.switched_off}
    refused = {each.member: each.refused for each in found if each.refused != NOTHING_REFUSED}
    ranking = rank(question.company, asked_of(question, now), members, switched_off=off, refused=refused)
    standings = {
        member: Standing(
            score=float(ranking.scores[place]),
            contributions=ranking.why(place),
            features=[float(value) for value in ranking.rows[place]],
            past=() if _SIMILAR in off.get(member, ()) else ranking.past[place],
        )
        for place, member in enumerate(ranking.members)
    }
    usable = [member for member in members if _SIMILAR not in off.get(member, ())]
    version = f"{ranking.served}:{ranking.position}"
    return Ranked(ranking.served, version, standings, _most_similar(question, usable, refused))


def _most_similar(question: Question, members: Sequence[int], refused: Mapping[int, Refused]) -> tuple[int, int] | None:
    reader = Reader(company=question.company)
    like_it = similar_questions(reader, question.title, language=question.language, exclude=question.pk, limit=_LIKE_IT)
    similar = [each.pk for each in like_it]
    rows = (
        Answer.objects.substantive()
        .filter(company=question.company_id, question__in=similar, post__author__in=members)
        .order_by("-post__created_at", "-pk")
        .values_list("question", "post__author")
    )
    by_question = {
        pk: member for pk, member in reversed(list(rows)) if pk not in refused.get(member, NOTHING_REFUSED).questions
    }
    return next(((by_question[pk], pk) for pk in similar if pk in by_question), None)
