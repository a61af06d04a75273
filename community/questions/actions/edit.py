"""Editing a post, with history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from community import clock
from community.events.record import record
from community.questions.actions.accept import withdraw_if_accepted
from community.questions.actions.publish import render_screened
from community.questions.actions.settle import settle_question
from community.questions.actions.tagging import put_tags
from community.questions.events import AnswerEdited, CommentEdited, QuestionEdited
from community.questions.locks import lock_question
from community.questions.models import Answer, Comment, Post, Question, Revision, Topic
from community.questions.models.topic import tag_slug
from community.questions.policies import check_can_ask, check_can_edit, check_can_retag
from community.questions.state import is_substantive
from community.web.errors import NotAllowed

# An author who fixes a typo right away leaves no history, as long as nobody has replied.
GRACE = timedelta(minutes=5)
_MATERIAL_SHARE = 0.1


class EditConflict(NotAllowed):
    """Raised when somebody else has edited the post since the form was opened."""


@transaction.atomic
def edit_question(
    *,
    editor: Membership,
    question: Question,
    title: str,
    body: str,
    topic: Topic,
    tags: Sequence[str],
    version: int,
) -> Question:
    """Replace a question's words, topic and tags, keeping the former ones as a revision. Records QuestionEdited.

    `version` is the one the editor saw. An edit that changes nothing leaves no trace. An asker's edit answers a request
    for details. Topic and tags alone take less trust than the words. Locks the question.
    Raises NotAllowed, EditConflict, TextRefused.
    """
    question = lock_question(question.pk)
    post = question.post
    # First: whether the words change can be told against the version that the editor saw only.
    _check_version(post, version)
    words_change = (title, body) != (question.title, post.markdown)
    (check_can_edit if words_change else check_can_retag)(editor, post)
    if topic.pk != question.topic_id:
        check_can_ask(editor, topic)
    if not words_change and topic.pk == question.topic_id and _same_tags(question, tags):
        return question
    material = title != question.title or is_material(post.markdown, body)
    before, has_replies = question.title, _has_replies(question)
    question.title = _replace_text(
        post, editor=editor, body=body, title_before=before, title=title, has_replies=has_replies
    )
    question.topic = topic
    question.save(update_fields=["title", "topic"])
    put_tags(question, tags)
    record(
        QuestionEdited(
            company=str(question.company_id),
            actor=editor.key,
            question=question.pk,
            version=post.version,
            material=material,
            topic=topic.pk,
            visible=post.is_visible,
        )
    )
    settle_question(question, actor=editor, active_at=post.edited_at)
    return question


@transaction.atomic
def edit_answer(*, editor: Membership, answer: Answer, body: str, purpose: str, version: int) -> Answer:
    """Replace an answer's text and purpose, keeping the former text as a revision. Records AnswerEdited.

    An edit that changes nothing leaves no trace; one that a screen holds takes an acceptance back. Locks the question.
    Raises NotAllowed, EditConflict, TextRefused.
    """
    question = lock_question(answer.question_id)
    answer = Answer.objects.select_related("post__author").get(pk=answer.pk)
    post = answer.post
    check_can_edit(editor, post)
    _check_version(post, version)
    if (body, purpose) == (post.markdown, answer.purpose):
        return answer
    _replace_text(post, editor=editor, body=body, title_before="", title="", has_replies=post.comments.exists())
    answer.purpose = purpose
    answer.is_substantive = is_substantive(
        purpose=purpose,
        by_asker=post.author_id == question.post.author_id,
        by_service=post.author.kind == Membership.Kind.SERVICE,
        visible=post.is_visible,
        visible_chars=post.visible_chars,
    )
    answer.save(update_fields=["purpose", "is_substantive"])
    record(
        AnswerEdited(
            company=str(answer.company_id),
            actor=editor.key,
            question=question.pk,
            answer=answer.pk,
            version=post.version,
            purpose=answer.purpose,
            substantive=answer.is_substantive,
            visible=post.is_visible,
        )
    )
    hidden_at = None if post.is_visible else post.edited_at
    if hidden_at is None or not withdraw_if_accepted(
        question, answer.pk, member=editor, moment=hidden_at, reason=post.visibility_reason
    ):
        settle_question(question, actor=editor, active_at=post.edited_at)
    return answer


@transaction.atomic
def edit_comment(*, editor: Membership, comment: Comment, body: str, version: int) -> Comment:
    """Replace a comment's text, keeping the former one as a revision. Records CommentEdited.

    An edit that changes nothing leaves no trace. Locks the question. Raises NotAllowed, EditConflict, TextRefused.
    """
    lock_question(comment.question_id)
    post = Post.objects.get(pk=comment.pk)
    check_can_edit(editor, post)
    _check_version(post, version)
    if body == post.markdown:
        return comment
    _replace_text(post, editor=editor, body=body, title_before="", title="", has_replies=True)
    record(
        CommentEdited(
            company=str(comment.company_id),
            actor=editor.key,
            question=comment.question_id,
            comment=comment.pk,
            version=post.version,
            visible=post.is_visible,
        )
    )
    return comment


def is_material(before: str, after: str) -> bool:
    """Return whether more than a tenth of the words changed; order is not looked at, so that it stays linear."""
    words_before, words_after = set(before.split()), set(after.split())
    changed = len(words_before ^ words_after)
    return changed > _MATERIAL_SHARE * max(1, len(words_before | words_after))


def _check_version(post: Post, version: int) -> None:
    if post.version != version:
        raise EditConflict(_("Somebody else has edited this since you opened it. Compare, and save again."))


def _same_tags(question: Question, tags: Sequence[str]) -> bool:
    return {tag_slug(name) for name in tags} - {""} == {tag_slug(name) for name in question.tag_names}


def _replace_text(
    post: Post, *, editor: Membership, body: str, title_before: str, title: str, has_replies: bool
) -> str:
    """Keep the former text as a revision, store the new one; return the title that the screens left.

    An edit of somebody else's post writes an audit entry.
    """
    rendered = render_screened(author=editor, kind=post.kind, markdown=body, title=title)
    moment = clock.now()
    in_grace = editor.pk == post.author_id and not has_replies and moment - post.created_at <= GRACE
    if not in_grace:
        Revision.objects.create(
            company_id=post.company_id,
            post=post,
            version=post.version,
            title=title_before,
            markdown=post.markdown,
            replaced_by=editor,
            replaced_at=moment,
        )
    post.markdown, post.html = rendered.markdown, rendered.html
    post.render_version, post.visible_chars = rendered.version, rendered.visible_chars
    if rendered.held_because:
        post.visibility, post.visibility_reason = Post.Visibility.HIDDEN, rendered.held_because
    post.version += 1
    post.edited_at = moment
    post.save(
        update_fields=[
            "markdown",
            "html",
            "render_version",
            "visible_chars",
            "version",
            "edited_at",
            "visibility",
            "visibility_reason",
        ]
    )
    if editor.pk != post.author_id:
        audit_act(
            editor,
            "post.edited",
            target_kind=post.kind,
            target_id=post.pk,
            before={"version": post.version - 1},
            after={"version": post.version},
        )
    return rendered.title


def _has_replies(question: Question) -> bool:
    return question.answers.exists() or question.comments.exists()
