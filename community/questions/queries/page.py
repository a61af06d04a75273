"""A question's page. Its queries are composed once for each kind of reader (community.web.prepared)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.reader import Reader
from community.events.models import Stream
from community.questions.models import Acceptance, Answer, Comment, FailureReport, MeToo, Post, Question, Vote
from community.questions.queries.access import gone
from community.web.prepared import Given, GivenText, IsOneOf, Prepared

ANSWERS_PER_PAGE = 20
COMMENTS_PER_PAGE = 200
ORDERS = ("helpful", "oldest", "newest")
_VOTE_WORDS = {Vote.HELPFUL: "helpful", Vote.UNHELPFUL: "unhelpful"}


@dataclass(frozen=True)
class QuestionPage:
    """Everything that one reader sees on a question's page."""

    question: Question
    answers: list[Answer]
    answers_total: int
    accepted: Answer | None
    order: str
    page: int
    has_next: bool

    @property
    def streams(self) -> set[str]:
        """Return the streams of all that is shown: the question's own, its topic's and those of everybody who wrote."""
        topic = self.question.topic
        parts: list[Question | Answer] = [self.question, *self.answers]
        comments = [comment for part in parts for comment in part.comment_list]
        authors = {said.post.author_id for said in (*parts, *comments)}
        topics = {topic.pk, topic.parent_id} - {None}
        return {self.question.stream, *(f"topic:{pk}" for pk in topics), *(f"member:{pk}" for pk in authors)}


def question_page(reader: Reader, pk: int, *, order: str = "helpful", page: int = 1) -> QuestionPage:
    """Return the page in three queries, whatever the number of answers, comments and votes.

    Raises Http404 unless the reader may see the question, or when there is no such page of answers.
    """
    given = _given(reader, pk)
    question = _question_of_page(reader, given)
    start = (page - 1) * ANSWERS_PER_PAGE
    rows: list[Any] = _answers_query(_sight(reader), order).run(limit=ANSWERS_PER_PAGE + 1, offset=start, **given)
    if page > 1 and not rows:
        raise gone()
    answers = rows[:ANSWERS_PER_PAGE]
    for answer in answers:
        answer.acceptance_basis, answer.failure_reason = answer.standing_basis, answer.asker_said
        answer.my_vote = _VOTE_WORDS.get(answer.vote_value, "")
    _hang_comments(reader, question, answers, given)
    accepted = next((answer for answer in answers if answer.is_accepted), None)
    return QuestionPage(question, answers, question.answer_rows, accepted, order, page, len(rows) > ANSWERS_PER_PAGE)


def _given(reader: Reader, pk: int) -> dict[str, Any]:
    """Return the values of the page's prepared queries."""
    company = reader.company
    return {
        "question": pk,
        "stream": f"question:{pk}",
        "company": company.pk,
        "company_key": company.key,
        "member": reader.member_id,
    }


def _sight(reader: Reader) -> str:
    """Return the kind of reader, on which the text of the page's queries depends."""
    if reader.member is None:
        return "visitor"
    return "moderator" if reader.is_moderator else "member"


def _question_of_page(reader: Reader, given: dict[str, Any]) -> Question:
    # Annotated, so its type has no name of its own.
    found: list[Any] = _question_query(_sight(reader)).run(**given)
    if not found:
        raise gone()
    [question] = found
    question.live_version, question.is_me_too = question.stream_version, question.has_me_too
    question.answer_rows = question.visible_answers
    question.company = question.post.company = reader.company
    return cast(Question, question)


def _seen(path: str, sight: str) -> Q:
    """Return the condition that the post at the path may be read, as Post.objects.visible_to says, without a subquery."""
    seen = Q(**{f"{path}__visibility": Post.Visibility.VISIBLE})
    if sight == "moderator":
        return seen | Q(**{f"{path}__visibility": Post.Visibility.HIDDEN})
    if sight == "member":
        return seen | Q(**{f"{path}__visibility": Post.Visibility.HIDDEN, f"{path}__author": Given("member")})
    return seen


@cache
def _question_query(sight: str) -> Prepared[Question]:
    seen_answers = Answer.objects.filter(question=OuterRef("pk"), post__visibility=Post.Visibility.VISIBLE)
    version = Stream.objects.filter(company=GivenText("company_key"), name=GivenText("stream")).values("last_seq")[:1]
    mine = MeToo.objects.filter(question=OuterRef("pk"), member=Given("member"))
    return Prepared(
        Question.objects.filter(_seen("post", sight), company=Given("company"), pk=Given("question"))
        .select_related("post__author", "topic__parent")
        .defer("post__markdown")
        .annotate(
            stream_version=Coalesce(Subquery(version), 0),
            visible_answers=Coalesce(
                Subquery(seen_answers.order_by().values("question").annotate(n=Count("pk")).values("n")), 0
            ),
            has_me_too=Value(False) if sight == "visitor" else Exists(mine),
        )
    )


@cache
def _answers_query(sight: str, order: str) -> Prepared[Answer]:
    standing = Acceptance.objects.filter(answer=OuterRef("pk"), revoked_at__isnull=True).values("basis")[:1]
    my_vote = Vote.objects.filter(post=OuterRef("pk"), voter=Given("member")).values("value")[:1]
    failed = FailureReport.objects.filter(answer=OuterRef("pk")).values("reason")[:1]
    orders = {
        "oldest": ("post__created_at", "pk"),
        "newest": ("-post__created_at", "-pk"),
        "helpful": (Case(When(standing_basis="", then=1), default=0), "-post__rank", "post__created_at", "pk"),
    }
    return Prepared(
        Answer.objects.filter(_seen("post", sight), question=Given("question"), company=Given("company"))
        .select_related("post__author")
        .defer("post__markdown")
        .annotate(
            asker_said=Coalesce(Subquery(failed), Value("")),
            standing_basis=Coalesce(Subquery(standing), Value(""), output_field=CharField()),
            vote_value=Value(0) if sight == "visitor" else Coalesce(Subquery(my_vote), 0),
        )
        .order_by(*orders[order])
    )


@cache
def _comments_query(sight: str) -> Prepared[Comment]:
    return Prepared(
        Comment.objects.filter(_seen("post", sight), IsOneOf("target_id", Given("targets")))
        .select_related("post__author")
        .defer("post__markdown")
        .order_by("-post__created_at", "-pk")
    )


def _hang_comments(reader: Reader, question: Question, answers: list[Answer], given: dict[str, Any]) -> None:
    """Load the comments of the shown posts in one query and hang each list on its post; of very many the newest."""
    by_target: dict[int, list[Comment]] = {}
    targets = [question.pk, *(answer.pk for answer in answers)]
    for comment in reversed(_comments_query(_sight(reader)).run(limit=COMMENTS_PER_PAGE, targets=targets, **given)):
        by_target.setdefault(comment.target_id, []).append(comment)
    question.comment_list = by_target.get(question.pk, [])
    for answer in answers:
        answer.comment_list = by_target.get(answer.pk, [])


def comments_on(reader: Reader, post: Post) -> list[Comment]:
    """Return the comments on one post that the reader may see, oldest first; of very many the newest."""
    rows = Comment.objects.filter(target=post, post__in=Post.objects.visible_to(reader)).select_related("post__author")
    return list(reversed(rows.order_by("-post__created_at", "-pk")[:COMMENTS_PER_PAGE]))


def page_of(reader: Reader, answer: Answer) -> int:
    """Return the number of the page of answers, in the usual order, on which the reader finds the answer."""
    standing = Acceptance.objects.filter(answer=OuterRef("pk"), revoked_at__isnull=True)
    seen = Answer.objects.filter(question=answer.question_id, post__in=Post.objects.visible_to(reader))
    ranked = seen.order_by(Exists(standing).desc(), "-post__rank", "post__created_at", "pk")
    ids = list(ranked.values_list("pk", flat=True))
    return ids.index(answer.pk) // ANSWERS_PER_PAGE + 1 if answer.pk in ids else 1
