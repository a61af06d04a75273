"""What a list for one member is made of: the questions that wait, and what the member answered before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from accounts.models import Membership
from accounts.reader import Reader
from community import clock
from community.personalization.learning.order import Answered, Open
from community.questions.models import Acceptance, Answer, Post, Question
from community.questions.models.question import QuestionQuerySet

# The newest so many open questions are weighed; older ones are on the other lists.
WEIGHED: Final = 250
# So many of the member's latest answers say what they know.
LOOKED_AT: Final = 200
SOON: Final = 3
# Who asked longer ago has probably found help elsewhere.
_SOON_WITHIN: Final = timedelta(days=30)


@dataclass(frozen=True)
class Past:
    """A question of somebody else that the member answered, and whether their answer stands as its solution."""

    question: int
    title: str
    topic: int
    language: str
    tags: Sequence[str]
    at: datetime
    solved: bool

    def for_order(self) -> Answered:
        """Return what the order is made from."""
        text = " ".join((self.title, *self.tags))
        return Answered(self.question, self.at.timestamp(), self.language, str(self.topic), text)


def open_to(reader: Reader, member: Membership, languages: Sequence[str]) -> list[Question]:
    """Return the newest open questions of others that the member has not answered, with all that a row shows. One query."""
    return list(_answerable(reader, member, languages).newest_first()[:WEIGHED])


def waiting_longest(reader: Reader, member: Membership, languages: Sequence[str]) -> list[Question]:
    """Return the questions of the last 30 days that wait longest for any answer, the oldest first. One query."""
    since = clock.now() - _SOON_WITHIN
    rows = _answerable(reader, member, languages).unanswered().filter(asked_at__gte=since)
    return list(rows.order_by("asked_at", "post_id")[:SOON])


def answered_by(member: Membership) -> list[Past]:
    """Return the visible questions of others that the member answered last, the newest answer first. One query."""
    accepted = Acceptance.objects.filter(answer=OuterRef("pk"), revoked_at__isnull=True)
    rows = (
        Answer.objects.filter(
            company=member.company_id,
            post__author=member,
            is_substantive=True,
            question__post__visibility=Post.Visibility.VISIBLE,
        )
        .annotate(solved=Exists(accepted))
        .order_by("-post__created_at", "-pk")
        .values_list(
            "question",
            "question__title",
            "question__topic",
            "question__language",
            "question__tag_names",
            "post__created_at",
            "solved",
        )[:LOOKED_AT]
    )
    found: dict[int, Past] = {}
    for row in rows:
        past = Past(*row)
        known = found.get(past.question)
        found[past.question] = past if known is None or past.solved else known
    return list(found.values())


def number_answered(member: Membership, most: int) -> int:
    """Return how many visible questions of others the member answered, at most so many. One query."""
    answered = Answer.objects.filter(
        company=member.company_id,
        post__author=member,
        is_substantive=True,
        question__post__visibility=Post.Visibility.VISIBLE,
    )
    return answered.order_by().values("question").distinct()[:most].count()


def for_order(question: Question) -> Open:
    """Return what the order is made from: title and tags, no text."""
    return Open(
        question=question.pk,
        asked=question.asked_at.timestamp(),
        language=question.language,
        topic=str(question.topic_id),
        text=" ".join((question.title, *question.tag_names)),
        waits=question.needs_answer,
    )


def own_open_question(reader: Reader, member: Membership) -> Question | None:
    """Return the newest question of the member's own that waits for a solution. One query."""
    own = Question.objects.visible_to(reader).asked_by(member).unsolved()
    return own.select_related("post", "topic").newest_first().first()


def _answerable(reader: Reader, member: Membership, languages: Sequence[str]) -> QuestionQuerySet:
    own = Answer.objects.filter(question=OuterRef("pk"), post__author=member)
    rows = Question.objects.visible_to(reader).unsolved().filter(~Exists(own), is_locked=False)
    if languages:
        rows = rows.filter(language__in=languages)
    shown = rows.exclude(post__author=member).select_related("post__author", "topic")
    return shown.defer("post__markdown", "post__html")
