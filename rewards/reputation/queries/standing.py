"""Where members stand: what their trust levels follow from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Membership
from community import clock
from community.questions.models import Answer, Question
from rewards.reputation.levels import Facts
from rewards.reputation.models import LevelDecision, Score


@dataclass(frozen=True)
class Standing:
    """A member's trust level, the one that the rules gave last, whether a person has decided, and the facts."""

    member_id: int
    level: int
    earned_level: int
    is_decided: bool
    facts: Facts


def standings_of(company_id: int, members: Collection[int]) -> list[Standing]:
    """Return how those of the members stand who can sign in, by their number. One query."""
    people = Membership.objects.filter(company_id=company_id, pk__in=list(members), person__isnull=False)
    now = clock.now()
    return [
        Standing(
            member_id=row["pk"],
            level=row["trust_level"],
            earned_level=row["earned_level"],
            is_decided=row["is_decided"],
            facts=Facts(
                days=max(0, (now - row["joined_at"]).days),
                posts=row["asked"] + row["answers"],
                answers=row["answers"],
                solved=row["solved"],
                reputation=row["reputation"],
            ),
        )
        for row in _facts(people).order_by("pk")
    ]


def standing_of(member: Membership) -> Standing | None:
    """Return how one member stands; None for members without a login, who have no level. One query."""
    return next(iter(standings_of(member.company_id, [member.pk])), None)


def _facts(people: QuerySet[Membership]) -> QuerySet[Any, Any]:
    asked = Question.objects.filter(post__author=OuterRef("pk"), post__visibility="visible")
    answers = Answer.objects.substantive().filter(post__author=OuterRef("pk"), post__visibility="visible")
    score = Score.objects.filter(member=OuterRef("pk"))
    return people.annotate(
        asked=_count(asked),
        answers=_count(answers),
        reputation=_zero(score.values("total")),
        solved=_zero(score.values("solved")),
        earned_level=_zero(score.values("earned_level")),
        is_decided=Exists(LevelDecision.objects.filter(member=OuterRef("pk"))),
    ).values("pk", "trust_level", "joined_at", "asked", "answers", "reputation", "solved", "earned_level", "is_decided")


def _count(rows: QuerySet[Any]) -> Coalesce:
    return _zero(rows.order_by().values("post__author").annotate(n=Count("pk")).values("n"))


def _zero(one: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(one), Value(0), output_field=IntegerField())
