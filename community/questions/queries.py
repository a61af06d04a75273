"""Page-shaped reads. Objects reach a view only through the functions here that prove that the reader may have them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.reader import Reader
from community.events.models import Stream
from community.questions.models import (
    Acceptance,
    Answer,
    Comment,
    FailureReport,
    MeToo,
    Post,
    Question,
    Revision,
    Tag,
    Topic,
    Vote,
)
from community.web.prepared import Given, GivenText, IsOneOf, Prepared

ANSWERS_PER_PAGE = 20
COMMENTS_PER_PAGE = 200
_VOTE_WORDS = {Vote.HELPFUL: "helpful", Vote.UNHELPFUL: "unhelpful"}
ORDERS = ("helpful", "oldest", "newest")


def _gone() -> Http404:
    """Return the one answer to ids that never existed, are hidden, or belong to another company."""
    return Http404(_("There is no such page in this community."))


def question_or_404(reader: Reader, pk: int) -> Question:
    """Return the question with its post, author and topic. Raises Http404 unless the reader may see it."""
    question = (
        Question.objects.of(reader.company)
        .filter(post__in=Post.objects.visible_to(reader))
        .select_related("post__author", "topic__parent")
        .filter(pk=pk)
        .first()
    )
    if question is None:
        raise _gone()
    question.company = question.post.company = reader.company
    return question


def post_on_page_or_404(reader: Reader, pk: int) -> tuple[Post, Question]:
    """Return any post with its author, and the question on whose page it stands.

    Raises Http404 unless the reader may see it there: a comment goes with the answer that it is about.
    """
    seen = Post.objects.visible_to(reader)
    post = seen.select_related("author", "answer", "comment").filter(pk=pk).first()
    if post is None:
        raise _gone()
    question = question_or_404(reader, question_id_of(post))
    if post.kind == Post.Kind.COMMENT and not seen.filter(pk=post.comment.target_id).exists():
        raise _gone()
    post.company = reader.company
    return post, question


def answer_or_404(reader: Reader, pk: int) -> Answer:
    """Return the answer with its post and question. Raises Http404 unless the reader may see both."""
    seen = Post.objects.visible_to(reader)
    answer = (
        Answer.objects.filter(company=reader.company, post__in=seen, question__post__in=seen)
        .select_related("post__author", "question__post__author", "question__topic")
        .filter(pk=pk)
        .first()
    )
    if answer is None:
        raise _gone()
    return answer


def question_id_of(post: Post) -> int:
    """Return the id of the question on whose page the post stands."""
    if post.kind == Post.Kind.QUESTION:
        return int(post.pk)
    return int(post.answer.question_id if post.kind == Post.Kind.ANSWER else post.comment.question_id)


def topic_or_404(reader: Reader, slug: str) -> Topic:
    """Return the company's topic with its parent. Raises Http404 for any other."""
    topic = Topic.objects.filter(company=reader.company, slug=slug).select_related("parent").first()
    if topic is None:
        raise _gone()
    return topic


def tag_or_404(reader: Reader, slug: str) -> Tag:
    """Return the company's tag. Raises Http404 for any other."""
    tag = Tag.objects.filter(company=reader.company, slug=slug).first()
    if tag is None:
        raise _gone()
    return tag


def member_or_404(reader: Reader, pk: int) -> Membership:
    """Return the company's member. Raises Http404 for any other, and for members who have left."""
    member = Membership.objects.of(reader.company).exclude(kind=Membership.Kind.FORMER).filter(pk=pk).first()
    if member is None:
        raise _gone()
    return member


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
        raise _gone()
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
        raise _gone()
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


def topics_with_counts(reader: Reader) -> list[Topic]:
    """Return the company's topics in their order, each with `open_count` waiting questions. Two queries.

    Starts from the waiting questions, which are few and have an index, not from all questions of every topic.
    """
    waiting = Question.objects.visible_to(reader).unanswered().order_by().values("topic").annotate(count=Count("pk"))
    counts = dict(waiting.values_list("topic", "count"))
    topics = list(Topic.objects.of(reader.company))
    for topic in topics:
        topic.open_count = counts.get(topic.pk, 0)
    return topics


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


def for_list(reader: Reader):  # type: ignore[no-untyped-def]  # QuestionQuerySet after select_related
    """Return the visible questions with all that a row of a list shows."""
    return Question.objects.visible_to(reader).select_related("post__author", "topic").newest_first()


def revisions_of(post: Post) -> list[Revision]:
    """Return the former versions of the post, newest first."""
    return list(Revision.objects.filter(post=post).select_related("replaced_by").order_by("-version")[:100])
