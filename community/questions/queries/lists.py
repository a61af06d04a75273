"""Lists: questions, topics, tags, and what one member did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial

from django.db import connection
from django.db.models import Exists, F, OuterRef

from accounts.models import Membership
from accounts.reader import Reader
from community import clock
from community.questions.models import Acceptance, Answer, Post, Question, Revision, Tag, Topic
from community.questions.models.question import QuestionQuerySet
from community.web.pagination import Fetch
from community.web.prepared import Given, Prepared

# The lists of a company's questions beside the whole one.
LISTS: dict[str, Callable[[QuestionQuerySet], QuestionQuerySet]] = {
    "unanswered": QuestionQuerySet.unanswered,
    "unsolved": QuestionQuerySet.unsolved,
    "solved": QuestionQuerySet.solved,
    "mine": lambda rows: rows.filter(post__author=Given("member")),
}
JUST_NOW = timedelta(minutes=10)
# Composed by hand, because it returns no rows of a model.
_WAITING = """
    SELECT question.topic_id, count(*)
    FROM questions_question AS question JOIN questions_post AS post ON post.id = question.post_id
    WHERE question.company_id = %s AND question.needs_answer AND post.visibility = 'visible'
    GROUP BY question.topic_id
"""


def for_list(reader: Reader):  # type: ignore[no-untyped-def]  # QuestionQuerySet after select_related
    """Return the visible questions with all that a row of a list shows."""
    return Question.objects.visible_to(reader).select_related("post__author", "topic").newest_first()


def list_rows(
    reader: Reader, *, chosen: str = "", topic: Topic | None = None, tag: Tag | None = None
) -> Fetch[Question]:
    """Return what fetches a page of the company's visible questions, newest first, for `paginate_rows`.

    `chosen` is a key of LISTS or empty; a topic or a tag narrows the list. Each list is composed once per process.
    """
    narrowed_by = "topic" if topic else "tags" if tag else ""
    narrowed = topic or tag
    return partial(
        _list_query(narrowed_by, chosen).run,
        company=reader.company.pk,
        member=reader.member_id,
        narrowed=narrowed.pk if narrowed else None,
    )


@cache
def _list_query(narrowed_by: str, chosen: str) -> Prepared[Question]:
    rows = Question.objects.filter(company=Given("company"), post__visibility=Post.Visibility.VISIBLE)
    if narrowed_by:
        rows = rows.filter(**{narrowed_by: Given("narrowed")})
    if chosen:
        rows = LISTS[chosen](rows)
    return Prepared(rows.select_related("post__author", "topic").defer("post__markdown", "post__html").newest_first())


def topics_with_counts(reader: Reader) -> list[Topic]:
    """Return the company's topics in their order, each with `open_count` waiting questions. Two queries.

    Starts from the waiting questions, which are few and have an index, not from all questions of every topic.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [reader.company.pk])
        counts = dict(cursor.fetchall())
    topics = _topics_query().run(company=reader.company.pk)
    for topic in topics:
        topic.open_count = counts.get(topic.pk, 0)
    return topics


@cache
def _topics_query() -> Prepared[Topic]:
    return Prepared(Topic.objects.filter(company=Given("company")).order_by("position", "name"))


def popular_tags(reader: Reader, *, limit: int = 200) -> list[Tag]:
    """Return the company's tags in use, the most used first."""
    return list(
        Tag.objects.filter(company=reader.company, question_count__gt=0).order_by("-question_count", "slug")[:limit]
    )


@dataclass(frozen=True)
class MemberTotals:
    """What a member did, counted over what everybody may read: hidden posts never count."""

    asked: int
    answered: int
    solved: int


def member_totals(member: Membership) -> MemberTotals:
    """Count the member's visible questions, substantive answers, and other people's questions that they solved."""
    visible = Post.Visibility.VISIBLE
    asked = Question.objects.filter(post__author=member, post__visibility=visible).count()
    answers = Answer.objects.filter(post__author=member, is_substantive=True, question__post__visibility=visible)
    solved = Acceptance.objects.filter(
        answer__post__author=member, revoked_at__isnull=True, question__post__visibility=visible
    ).exclude(question__post__author=member)
    return MemberTotals(asked=asked, answered=answers.count(), solved=solved.count())


def questions_answered_by(reader: Reader, member: Membership, *, solved: bool):  # type: ignore[no-untyped-def]  # an annotated QuerySet has no name
    """Return the visible questions that the member answered, or those that a standing acceptance says they solved."""
    answers = Answer.objects.filter(question=OuterRef("pk"), post__author=member, post__visibility="visible")
    if solved:
        answers = answers.filter(acceptances__revoked_at__isnull=True, acceptances__isnull=False).exclude(
            question__post__author_id=F("post__author_id")
        )
    return for_list(reader).filter(Exists(answers))


def revisions_of(post: Post) -> list[Revision]:
    """Return the former versions of the post, newest first."""
    return list(Revision.objects.filter(post=post).select_related("replaced_by").order_by("-version")[:100])


def just_asked(member: Membership, *, title: str, body: str) -> Question | None:
    """Return the question that the member asked in these very words within the last ten minutes, unless it was removed."""
    return (
        Question.objects.filter(post__author=member, post__kind=Post.Kind.QUESTION, title=title, post__markdown=body)
        .filter(post__created_at__gte=clock.now() - JUST_NOW)
        .exclude(post__visibility=Post.Visibility.DELETED)
        .select_related("post")
        .first()
    )
