"""Commenting on a question or an answer."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.models import Membership
from community.events.record import record
from community.questions.actions.publish import already_published, publish_post, render_screened
from community.questions.actions.settle import settle_question
from community.questions.events import CommentPosted
from community.questions.locks import lock_question
from community.questions.models import Comment, Post, Question
from community.questions.policies import check_can_comment


@transaction.atomic
def comment_on(
    *, author: Membership, question: Question, target: Post, body: str, submission: UUID | None = None
) -> Comment:
    """Add a remark under the target. Never stops a clock; an asker's comment answers a request for details.

    Records CommentPosted, maybe StateChanged. Locks the question. Raises NotAllowed, TextRefused.
    """
    question = lock_question(question.pk)
    twin = already_published(author, submission)
    if twin is not None:
        return twin.comment
    check_can_comment(author, question, target)
    text = render_screened(author=author, kind=Post.Kind.COMMENT, markdown=body, title="")
    post = publish_post(author=author, kind=Post.Kind.COMMENT, text=text, submission=submission)
    comment = Comment.objects.create(post=post, company_id=author.company_id, question=question, target=target)
    record(
        CommentPosted(
            company=str(author.company_id),
            actor=author.key,
            question=question.pk,
            comment=comment.pk,
            target=target.pk,
        )
    )
    settle_question(question, actor=author, active_at=post.created_at)
    return comment
