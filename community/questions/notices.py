"""Whom the life of a question concerns. Hidden posts concern nobody, until they are restored."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.questions.models import Acceptance, Answer, Comment, MeToo, Post, Question
from community.web.registries.notices import Category, Notice, notice

ANSWERS = Category("answers", _("Replies to your questions, and to those that you have too"), mailed=True)
ACCEPTED = Category("accepted", _("Your answer was accepted"), mailed=True)
COMMENTS = Category("comments", _("Comments on what you wrote"))
FOLLOW_UP = Category("follow_up", _("News about questions that you answered or have too"))
MODERATION = Category("moderation", _("Decisions of moderators about what you wrote"))


@notice(
    "answer.posted",
    "post.restored",
    name="question_answered",
    category=ANSWERS,
    title=_("%(actor)s answered your question"),
)
def question_answered(event: Event) -> Notice | None:
    """Tell the asker of an answer."""
    return _tell_asker(event, Answer.Purpose.ATTEMPT)


@notice(
    "answer.posted",
    "post.restored",
    name="details_wanted",
    category=ANSWERS,
    title=_("%(actor)s asks for more details"),
)
def details_wanted(event: Event) -> Notice | None:
    """Tell the asker that somebody needs to know more before they can help."""
    return _tell_asker(event, Answer.Purpose.NEEDS_INFO)


@notice(
    "answer.posted",
    "post.restored",
    name="question_replied",
    category=ANSWERS,
    title=_("%(actor)s replied to your question"),
)
def question_replied(event: Event) -> Notice | None:
    """Tell the asker of a note."""
    return _tell_asker(event, Answer.Purpose.NOT_ATTEMPT)


@notice(
    "answer.posted",
    "post.restored",
    name="shared_question_answered",
    category=ANSWERS,
    title=_("%(actor)s answered a question that you have too"),
)
def shared_question_answered(event: Event) -> Notice | None:
    """Tell those who have the same problem of a substantive answer."""
    answer = _new_answer(event)
    if answer is None or not answer.is_substantive:
        return None
    return _about_answer(answer, _with_the_same_problem(answer.question), actor=answer.post.author_id)


@notice(
    "comment.posted",
    "post.restored",
    name="question_commented",
    category=COMMENTS,
    title=_("%(actor)s commented on your question"),
)
def question_commented(event: Event) -> Notice | None:
    """Tell the asker of a comment on the question."""
    return _tell_author_of_target(event, Post.Kind.QUESTION)


@notice(
    "comment.posted",
    "post.restored",
    name="answer_commented",
    category=COMMENTS,
    title=_("%(actor)s commented on your answer"),
)
def answer_commented(event: Event) -> Notice | None:
    """Tell a helper of a comment on the answer."""
    return _tell_author_of_target(event, Post.Kind.ANSWER)


@notice("answer.accepted", name="answer_accepted", category=ACCEPTED, title=_("%(actor)s accepted your answer"))
def answer_accepted(event: Event) -> Notice | None:
    """Tell the helper, every time, unless the acceptance was taken back meanwhile."""
    answer = _visible_answer(event, event.payload["answer"])
    if answer is None or not Acceptance.objects.filter(answer=answer, revoked_at__isnull=True).exists():
        return None
    return _about_answer(answer, [answer.post.author_id], actor=_actor(event))


@notice(
    "answer.failed", name="answer_failed", category=FOLLOW_UP, title=_("%(actor)s says that your answer did not work")
)
def answer_failed(event: Event) -> Notice | None:
    """Tell the helper, who may know why."""
    answer = _visible_answer(event, event.payload["answer"])
    if answer is None:
        return None
    return _about_answer(answer, [answer.post.author_id], actor=_actor(event))


@notice(
    "question.edited",
    name="question_changed",
    category=FOLLOW_UP,
    title=_("%(actor)s changed a question that you answered"),
)
def question_changed(event: Event) -> Notice | None:
    """Tell those who answered when more than a few words changed: their answer may no longer fit."""
    question = _visible_question(event) if event.payload["material"] else None
    if question is None:
        return None
    helpers = Answer.objects.of(question).visible().values_list("post__author", flat=True).distinct()
    return Notice(helpers, "questions:question", (question.pk,), actor=_actor(event))


@notice(
    "question.resolved",
    name="shared_question_solved",
    category=FOLLOW_UP,
    title=_("A question that you have too is solved"),
)
def shared_question_solved(event: Event) -> Notice | None:
    """Tell those who have the same problem, if the question is still solved."""
    question = _visible_question(event)
    if question is None or question.state != Question.State.RESOLVED:
        return None
    return Notice(_with_the_same_problem(question), "questions:question", (question.pk,))


@notice(
    "post.hidden",
    name="post_hidden",
    category=MODERATION,
    title=_("A moderator hid something that you wrote. Open it to read why"),
)
def post_hidden(event: Event) -> Notice | None:
    """Tell the author, who still sees the post and reads the reason beside it. The moderator is not named."""
    post = Post.objects.filter(
        company_id=int(event.company), pk=event.payload["post"], visibility=Post.Visibility.HIDDEN
    ).first()
    if post is None:
        return None
    anchor = "" if post.kind == Post.Kind.QUESTION else f"{post.kind}-{post.pk}"
    return Notice([post.author_id], "questions:question", (event.payload["question"],), anchor=anchor)


def _tell_asker(event: Event, purpose: str) -> Notice | None:
    answer = _new_answer(event)
    if answer is None or answer.purpose != purpose:
        return None
    return _about_answer(answer, [answer.question.post.author_id], actor=answer.post.author_id)


def _tell_author_of_target(event: Event, kind: str) -> Notice | None:
    comment = (
        Comment.objects.filter(company_id=int(event.company), pk=_first_seen(event, Post.Kind.COMMENT))
        .filter(post__visibility=Post.Visibility.VISIBLE, question__post__visibility=Post.Visibility.VISIBLE)
        .filter(target__kind=kind, target__visibility=Post.Visibility.VISIBLE)
        .select_related("post", "target")
        .first()
    )
    if comment is None:
        return None
    return Notice(
        [comment.target.author_id],
        "questions:question",
        (comment.question_id,),
        anchor=f"comment-{comment.pk}",
        actor=comment.post.author_id,
    )


def _new_answer(event: Event) -> Answer | None:
    """Return the answer that everybody sees since this event; None for the asker's own."""
    answer = _visible_answer(event, _first_seen(event, Post.Kind.ANSWER))
    return answer if answer and answer.post.author_id != answer.question.post.author_id else None


def _first_seen(event: Event, kind: str) -> int | None:
    """Return the id of the post that this event shows for the first time: written openly, or held back until now.

    A post that was seen, hidden by a moderator and restored is old news. Holding back records no post.hidden.
    """
    if event.type != "post.restored":
        return int(event.payload[str(kind)]) if str(kind) in event.payload else None
    if event.payload["kind"] != kind:
        return None
    post: int = event.payload["post"]
    before = Event.objects.in_stream(event.company, event.stream).of_types("post.hidden").filter(payload__post=post)
    return None if before.exists() else post


def _visible_answer(event: Event, pk: int | None) -> Answer | None:
    return (
        Answer.objects.visible()
        .filter(company_id=int(event.company), pk=pk, question__post__visibility=Post.Visibility.VISIBLE)
        .select_related("post", "question__post")
        .first()
    )


def _visible_question(event: Event) -> Question | None:
    return (
        Question.objects.filter(company_id=int(event.company), pk=event.payload["question"])
        .filter(post__visibility=Post.Visibility.VISIBLE)
        .first()
    )


def _about_answer(answer: Answer, recipients: Iterable[int], *, actor: int | None) -> Notice:
    return Notice(recipients, "questions:question", (answer.question_id,), anchor=f"answer-{answer.pk}", actor=actor)


def _with_the_same_problem(question: Question) -> Iterable[int]:
    return MeToo.objects.filter(company_id=question.company_id, question=question).values_list("member", flat=True)


def _actor(event: Event) -> int | None:
    return int(event.actor) if event.actor else None
