"""What members say that they are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from accounts.models import Membership
from community.languages import COMMUNITY_LANGUAGES
from community.personalization.learning.refused import HOUR, LANGUAGE, NOTHING_REFUSED, QUESTION, TOPIC, Refused
from community.personalization.memory.models import LearnedAnswer, NotMe
from community.questions.models import Post, Question, Topic


@dataclass(frozen=True)
class Said:
    """One refusal as its member reads it. `name` is empty where what it was about is gone."""

    about: str
    key: str
    name: str


def refused_among(company_id: int, members: Collection[int]) -> dict[int, Refused]:
    """Return what each of the members refused; who refused nothing is left out. One query."""
    found: dict[int, dict[str, list[str]]] = {}
    rows = NotMe.objects.filter(company=company_id, member__in=members).values_list("member", "about", "key")
    for member, about, key in rows:
        found.setdefault(member, {}).setdefault(about, []).append(key)
    return {member: _refused(keys) for member, keys in found.items()}


def refused_by(member: Membership) -> Refused:
    """Return what the member refused. One query."""
    return refused_among(member.company_id, [member.pk]).get(member.pk, NOTHING_REFUSED)


def answered_when(company_id: int, refused: Mapping[int, Refused]) -> dict[int, dict[int, float]]:
    """Return for each member when they answered the questions that they refused. One query, none where there are none."""
    questions = {question for each in refused.values() for question in each.questions}
    if not questions:
        return {}
    rows = LearnedAnswer.objects.filter(
        company=company_id, member__in=list(refused), question__question__in=questions
    ).values_list("member", "question__question", "moment")
    found: dict[int, dict[int, float]] = {}
    for member, question, moment in rows:
        if question in refused[member].questions:
            found.setdefault(member, {})[question] = moment
    return found


def said_by(member: Membership) -> Sequence[Said]:
    """Return what the member refused, with names, in the order in which they said it. One query."""
    topics = Topic.objects.filter(company=member.company_id, pk=_number_of(TOPIC))
    questions = Question.objects.filter(
        company=member.company_id, post__visibility=Post.Visibility.VISIBLE, pk=_number_of(QUESTION)
    )
    rows = (
        NotMe.objects.filter(member=member)
        .annotate(
            topic=Subquery(topics.values("name")[:1]),
            title=Subquery(questions.values("title")[:1]),
        )
        .order_by("said_at", "pk")
    )
    return [Said(row.about, row.key, _name(row.about, row.key, row.topic, row.title)) for row in rows]


def _number_of(about: str) -> Case:
    """Return the key of a refusal of this kind as a number; the primary key stands bare, so that its index is used."""
    return Case(When(Exact(OuterRef("about"), Value(about)), then=Cast(OuterRef("key"), BigIntegerField())))


def _name(about: str, key: str, topic: str | None, title: str | None) -> str:
    if about == TOPIC:
        return topic or ""
    if about == QUESTION:
        return title or ""
    return str(dict(COMMUNITY_LANGUAGES).get(key, key)) if about == LANGUAGE else key


def _refused(keys: dict[str, list[str]]) -> Refused:
    return Refused(
        topics=frozenset(keys.get(TOPIC, ())),
        languages=frozenset(keys.get(LANGUAGE, ())),
        hours=frozenset(int(hour) for hour in keys.get(HOUR, ())),
        questions=frozenset(int(question) for question in keys.get(QUESTION, ())),
    )
