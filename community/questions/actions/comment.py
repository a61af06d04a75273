"""Commenting on a question or an answer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from community import clock
from community.events.record import record
from community.questions.actions.publish import already_published, publish_post, render_screened
from community.questions.actions.settle import settle_question
from community.questions.events import CommentPosted
from community.questions.locks import lock_question
from community.questions.models import Comment, Post, Question
from community.questions.policies import check_can_comment
from community.questions.queries import question_id_of
from community.web.errors import NotAllowed

_SECOND_CLICK = timedelta(minutes=1)


@transaction.atomic
def comment_on(
    *, author: Membership, question: Question, target: Post, body: str, submission: UUID | None = None
) -> Comment:
    """Add a remark under the target. Never stops a clock; an asker's comment answers a request for details.

    The same `submission`, or the same words within a minute, return the comment that they made before. Records
    CommentPosted, maybe StateChanged. Locks the question. Raises NotAllowed, also for a target that stands on another
    page, and TextRefused.
    """
    question = lock_question(question.pk)
    target = Post.objects.get(pk=target.pk)
    twin = already_published(author, submission, Post.Kind.COMMENT)
    if twin is not None:
        return twin.comment
    check_can_comment(author, question, target)
    if question_id_of(target) != question.pk:
        raise NotAllowed(_("This post stands on another page."))
    text = render_screened(author=author, kind=Post.Kind.COMMENT, markdown=body, title="")
    repeated = _said_just_now(author, target, text.markdown)
    if repeated is not None:
        return repeated
    post = publish_post(author=author, kind=Post.Kind.COMMENT, text=text, submission=submission)
    comment = Comment.objects.create(post=post, company_id=author.company_id, question=question, target=target)
    record(
        CommentPosted(
            company=str(author.company_id),
            actor=author.key,
            question=question.pk,
            comment=comment.pk,
            target=target.pk,
            standing=author.standing,
            visible=post.is_visible,
        )
    )
    settle_question(question, actor=author, active_at=post.created_at)
    return comment


def _said_just_now(author: Membership, target: Post, markdown: str) -> Comment | None:
    """Return the comment that a second click has sent again: its form is the same for everybody and has no id."""
    same = Comment.objects.filter(target=target, post__author=author, post__markdown=markdown)
    return same.filter(post__created_at__gt=clock.now() - _SECOND_CLICK).first()
