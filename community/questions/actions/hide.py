"""Hiding a post from everybody but its author and moderators, and showing it again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from accounts.policies import check_may_moderate
from community import clock
from community.events.record import record
from community.questions.actions.accept import withdraw_if_accepted
from community.questions.actions.settle import settle_question
from community.questions.events import PostHidden, PostRestored
from community.questions.locks import lock_question
from community.questions.models import Answer, Post, Question
from community.questions.queries import question_id_of
from community.questions.state import is_substantive
from community.web.errors import NotAllowed


@transaction.atomic
def hide_post(*, moderator: Membership, post: Post, reason: str) -> Post:
    """Hide the post; an accepted answer loses its acceptance, and the question goes back to the queue.

    Records PostHidden, what follows, and an audit entry. Hiding a hidden post changes nothing. Locks the question.
    Raises NotAllowed.
    """
    check_may_moderate(moderator)
    question, post = _lock(moderator, post)
    if not reason.strip():
        raise NotAllowed(_("Say why: the author will read it."))
    if not post.is_visible:
        return post
    _show(post, Post.Visibility.HIDDEN, reason.strip(), asker_id=question.post.author_id)
    record(
        PostHidden(
            company=str(post.company_id), actor=moderator.key, question=question.pk, post=post.pk, kind=post.kind
        )
    )
    _audit(moderator, post, "post.hidden", before=Post.Visibility.VISIBLE, reason=post.visibility_reason)
    if not withdraw_if_accepted(question, post.pk, member=moderator, moment=clock.now(), reason=post.visibility_reason):
        settle_question(question, actor=moderator)
    return post


@transaction.atomic
def restore_post(*, moderator: Membership, post: Post) -> Post:
    """Show a hidden post again; a withdrawn acceptance does not come back by itself.

    Records PostRestored, what follows, and an audit entry. Locks the question. Raises NotAllowed.
    """
    check_may_moderate(moderator)
    question, post = _lock(moderator, post)
    if post.visibility != Post.Visibility.HIDDEN:
        return post
    substantive = _show(post, Post.Visibility.VISIBLE, "", asker_id=question.post.author_id)
    record(
        PostRestored(
            company=str(post.company_id),
            actor=moderator.key,
            question=question.pk,
            post=post.pk,
            kind=post.kind,
            substantive=substantive,
        )
    )
    _audit(moderator, post, "post.restored", before=Post.Visibility.HIDDEN)
    settle_question(question, actor=moderator)
    return post


def _audit(moderator: Membership, post: Post, action: str, *, before: str, reason: str = "") -> None:
    audit_act(
        moderator,
        action,
        target_kind=post.kind,
        target_id=post.pk,
        before={"visibility": str(before)},
        after={"visibility": str(post.visibility)},
        reason=reason,
    )


def _lock(moderator: Membership, post: Post) -> tuple[Question, Post]:
    if post.company_id != moderator.company_id:
        raise NotAllowed(_("This belongs to another community."))
    question = lock_question(question_id_of(post))
    return question, question.post if post.pk == question.pk else Post.objects.select_related("author").get(pk=post.pk)


def _show(post: Post, visibility: str, reason: str, *, asker_id: int) -> bool:
    """Store how visible the post is; return whether it is a substantive answer now."""
    post.visibility, post.visibility_reason = visibility, reason
    post.save(update_fields=["visibility", "visibility_reason"])
    if post.kind != Post.Kind.ANSWER:
        return False
    answer = Answer.objects.get(pk=post.pk)
    answer.is_substantive = is_substantive(
        purpose=answer.purpose,
        by_asker=post.author_id == asker_id,
        by_service=post.author.kind == Membership.Kind.SERVICE,
        visible=post.is_visible,
        visible_chars=post.visible_chars,
    )
    answer.save(update_fields=["is_substantive"])
    return answer.is_substantive
