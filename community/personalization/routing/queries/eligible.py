"""Who can be asked about a question: only those who agreed, are there, and want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Membership
from accounts.models.membership import MembershipQuerySet
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community.personalization.learning.refused import NOTHING_REFUSED, Refused
from community.personalization.memory.queries.not_me import refused_among
from community.personalization.routing.models import Block, HelperSettings, Offer
from community.questions.models import Acceptance, Answer, Question

DAY: Final = timedelta(days=1)
# Over so many days "lately" is counted in the words of a reason.
LATELY: Final = timedelta(days=90)
WEEK: Final = timedelta(days=7)
# To which group of reasons a count belongs: where it is switched off, the count is used for nothing, not even for words.
_GROUP_OF: Final = {"topic": "topic", "topic_solved": "topic", "language_week": "language"}


@dataclass(frozen=True)
class Eligible:
    """A member who can be asked, with what was counted of them, less what they do not want to be used."""

    member: int
    load: int = 0
    offers: int = 0
    interested: bool = False
    switched_off: Sequence[str] = ()
    refused: Refused = NOTHING_REFUSED
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def answers(self) -> int:
        """Return how many questions they have answered."""
        return self.counted.get("answers", 0)


def eligible_for(question: Question, now: datetime) -> list[Eligible]:
    """Return everybody who can be asked about the question now, by id. Six queries, however many they are.

    They agreed to be offered questions, may write, read the language, and are within their own hours and under their own
    most a day. Never the asker, somebody whom the asker blocked or who blocked the asker, and who has replied or was asked.
    """
    members = _reachable(question, now)
    settings = {each.member_id: each for each in HelperSettings.objects.filter(member__in=members)}
    offers = _offers_of(members, now)
    found = []
    for pk, speaks in members.annotate(speaks=_speaks(question)).values_list("pk", "speaks").order_by("pk"):
        wish = settings.get(pk) or HelperSettings(member_id=pk)
        load, total = offers.get(pk, (0, 0))
        reads = question.language in wish.languages if wish.languages else speaks
        if reads and wish.is_available(now) and wish.wants(question.topic_id) and load < wish.most_a_day:
            found.append(Eligible(pk, load, total, question.topic_id in wish.topics, wish.switched_off))
    counted = _counted(question, [each.member for each in found], now)
    refused = refused_among(question.company_id, counted)
    found = [replace(each, refused=refused.get(each.member, NOTHING_REFUSED)) for each in found]
    return [replace(each, counted=_usable(each, question, counted.get(each.member, {}))) for each in found]


def _usable(one: Eligible, question: Question, counted: dict[str, int]) -> dict[str, int]:
    off = {*one.switched_off, *one.refused.groups(topic=str(question.topic_id), language=question.language)}
    return {name: count for name, count in counted.items() if _GROUP_OF.get(name) not in off}


def _reachable(question: Question, now: datetime) -> MembershipQuerySet:
    asker, company = question.post.author_id, question.company_id
    replied = Answer.objects.filter(question=question).values("post__author")
    asked = Offer.objects.filter(company=company, question=question).values("member")
    blocks = Block.objects.filter(company=company)
    return (
        consenting(company, Purpose.ROUTING)
        .filter(kind=Membership.Kind.PERSON, person__isnull=False, person__is_active=True)
        .exclude(suspended_until__gt=now)
        .exclude(pk=asker)
        .exclude(pk__in=replied)
        .exclude(pk__in=asked)
        .exclude(pk__in=blocks.filter(blocker=asker).values("blocked"))
        .exclude(pk__in=blocks.filter(blocked=asker).values("blocker"))
    )


def _speaks(question: Question) -> Any:
    """Return that somebody who named no languages reads the question's: they wrote here in it, or it is the usual one."""
    if question.language == question.company.default_language:
        return Q(pk__isnull=False)
    wrote = Answer.objects.filter(
        company=question.company_id, post__author=OuterRef("pk"), question__language=question.language
    )
    asked = Question.objects.filter(
        company=question.company_id, post__author=OuterRef("pk"), language=question.language
    )
    return Q(person__language=question.language) | Exists(wrote) | Exists(asked)


def _offers_of(members: MembershipQuerySet, now: datetime) -> dict[int, tuple[int, int]]:
    """Return how many offers each got in the last 24 hours, and ever."""
    rows = (
        Offer.objects.filter(member__in=members)
        .values("member")
        .annotate(load=Count("pk", filter=Q(made_at__gt=now - DAY)), total=Count("pk"))
    )
    return {row["member"]: (row["load"], row["total"]) for row in rows.order_by()}


def _counted(question: Question, members: list[int], now: datetime) -> dict[int, dict[str, int]]:
    """Return what each answered: ever, in the topic and in the language lately; and what they solved in the topic."""
    in_topic = Q(question__topic=question.topic_id, post__created_at__gt=now - LATELY)
    in_language = Q(question__language=question.language, post__created_at__gt=now - WEEK)
    solved = Acceptance.objects.filter(answer=OuterRef("pk"), revoked_at__isnull=True)
    rows = (
        Answer.objects.substantive()
        .filter(company=question.company_id, post__author__in=members)
        .annotate(is_solution=Exists(solved))
        .values("post__author")
        .annotate(
            answers=Count("question", distinct=True),
            topic=Count("question", distinct=True, filter=in_topic),
            topic_solved=Count("question", distinct=True, filter=in_topic & Q(is_solution=True)),
            language_week=Count("question", distinct=True, filter=in_language),
        )
    )
    return {
        row["post__author"]: {
            "answers": row["answers"],
            "topic": row["topic"],
            "topic_solved": row["topic_solved"],
            "language_week": row["language_week"],
        }
        for row in rows.order_by()
    }
