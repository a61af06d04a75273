"""Replying to a question."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.models import Membership
from community.events.record import record
from community.questions.actions.publish import already_published, publish_post, render_screened
from community.questions.actions.settle import settle_question
from community.questions.events import AnswerPosted
from community.questions.locks import lock_question
from community.questions.models import Answer, Post, Question
from community.questions.policies import check_can_answer
from community.questions.state import is_substantive


@transaction.atomic
def answer_question(
    *,
    author: Membership,
    question: Question,
    body: str,
    purpose: str = Answer.Purpose.ATTEMPT,
    submission: UUID | None = None,
) -> Answer:
    """Post a reply; a substantive one takes the question out of the queue. Records AnswerPosted, maybe StateChanged.

    The same `submission` sent again returns the answer it made. Locks the question. Raises NotAllowed, TextRefused.
    """
    question = lock_question(question.pk)
    twin = already_published(author, submission, Post.Kind.ANSWER)
    if twin is not None:
        return twin.answer
    check_can_answer(author, question)
    text = render_screened(author=author, kind=Post.Kind.ANSWER, markdown=body, title="")
    post = publish_post(author=author, kind=Post.Kind.ANSWER, text=text, submission=submission)
    by_asker = question.post.author_id == author.pk
    answer = Answer.objects.create(
        post=post,
        company_id=author.company_id,
        question=question,
        purpose=purpose,
        is_substantive=is_substantive(
            purpose=purpose,
            by_asker=by_asker,
            by_service=author.kind == Membership.Kind.SERVICE,
            visible=post.is_visible,
            visible_chars=post.visible_chars,
        ),
    )
    record(
        AnswerPosted(
            company=str(author.company_id),
            actor=author.key,
            question=question.pk,
            answer=answer.pk,
            purpose=answer.purpose,
            substantive=answer.is_substantive,
            by_asker=by_asker,
            standing=author.standing,
            visible=post.is_visible,
        )
    )
    settle_question(question, actor=author, active_at=post.created_at)
    return answer
