"""Who may do what to a question. Each check raises NotAllowed with the sentence that the person will read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.abilities import EDIT_ANSWERS, EDIT_QUESTIONS, RETAG_QUESTIONS, Ability, has_ability
from accounts.models import Membership
from accounts.policies import check_may_write
from community import clock
from community.questions.models import Answer, Post, Question, Topic
from community.web.errors import NotAllowed

# An acceptance by the asker may come late, but after this long a moderator has to look.
REOPEN_WINDOW = timedelta(days=90)
_EDITING_OTHERS: dict[str, Ability] = {Post.Kind.QUESTION: EDIT_QUESTIONS, Post.Kind.ANSWER: EDIT_ANSWERS}


def allows(check: Callable[..., object], *args: Any) -> bool:
    """Return whether a check passes: the boolean that templates use, derived from the sentence people read."""
    try:
        check(*args)
    except NotAllowed:
        return False
    return True


def check_can_ask(member: Membership, topic: Topic) -> None:
    """Raise NotAllowed unless the member may ask in the topic."""
    check_may_write(member)
    if topic.company_id != member.company_id or topic.is_archived:
        raise NotAllowed(_("Choose a topic of this community."))


def check_can_answer(member: Membership, question: Question) -> None:
    """Raise NotAllowed unless the member may reply to the question."""
    _check_same_company(member, question.company_id)
    check_may_write(member)
    _check_visible(question.post)
    if question.is_locked and not member.is_moderator:
        raise NotAllowed(_("A moderator has locked this question. It takes no more replies."))
    if question.state == Question.State.CLOSED:
        raise NotAllowed(_("This question is closed. It takes no more answers."))


def check_can_comment(member: Membership, question: Question, target: Post) -> None:
    """Raise NotAllowed unless the member may comment on the post of the question."""
    _check_same_company(member, question.company_id)
    check_may_write(member)
    _check_visible(question.post)
    _check_visible(target)
    if target.kind == Post.Kind.COMMENT:
        raise NotAllowed(_("Comment on the question or on an answer."))
    if question.is_locked and not member.is_moderator:
        raise NotAllowed(_("A moderator has locked this question. It takes no more replies."))


def check_can_edit(member: Membership, post: Post) -> None:
    """Raise NotAllowed unless the member wrote the post, moderates, or is trusted with posts like this one.

    Needs the post's author. What the company's staff say is theirs and the moderators' alone.
    """
    _check_same_company(member, post.company_id)
    check_may_write(member)
    if post.visibility == Post.Visibility.DELETED:
        raise NotAllowed(_("This post has been removed."))
    if post.author_id == member.pk or member.is_moderator:
        return
    needed = _EDITING_OTHERS.get(post.kind)
    if needed is None or post.author.is_company_staff:
        raise NotAllowed(_("Only the author and moderators can edit this."))
    if not has_ability(member, needed):
        raise NotAllowed(
            _("Only the author and moderators can edit this, and members from trust level %(level)d on.")
            % {"level": needed.level}
        )


def check_can_retag(member: Membership, post: Post) -> None:
    """Raise NotAllowed unless the member may put the question into another topic and change its tags."""
    _check_same_company(member, post.company_id)
    check_may_write(member)
    _check_visible(post)
    if post.kind != Post.Kind.QUESTION or not (post.author_id == member.pk or has_ability(member, RETAG_QUESTIONS)):
        raise NotAllowed(
            _("Only the author and moderators can do this, and members from trust level %(level)d on.")
            % {"level": RETAG_QUESTIONS.level}
        )


def check_can_vote(member: Membership, answer: Answer) -> None:
    """Raise NotAllowed unless the member may judge the answer."""
    _check_same_company(member, answer.company_id)
    check_may_write(member)
    _check_visible(answer.question.post)
    _check_visible(answer.post)
    if answer.post.author_id == member.pk:
        raise NotAllowed(_("You cannot vote on your own answer."))


def check_can_add_me_too(member: Membership, question: Question) -> None:
    """Raise NotAllowed unless the member may say that they have the same problem."""
    _check_same_company(member, question.company_id)
    check_may_write(member)
    _check_visible(question.post)
    if question.post.author_id == member.pk:
        raise NotAllowed(_("This is your own question."))


def check_can_accept(member: Membership, answer: Answer) -> None:
    """Raise NotAllowed unless the member is the asker or a moderator and the answer can be a solution."""
    question = answer.question
    _check_same_company(member, question.company_id)
    check_may_write(member)
    _check_visible(question.post)
    _check_visible(answer.post)
    if question.post.author_id != member.pk and not member.is_moderator:
        raise NotAllowed(_("Only the person who asked and moderators can accept an answer."))
    if question.state == Question.State.CLOSED:
        raise NotAllowed(_("This question is closed. Reopen it before you accept an answer."))


def check_can_withdraw(member: Membership, question: Question) -> None:
    """Raise NotAllowed unless the member may take the question's acceptance back."""
    _check_same_company(member, question.company_id)
    check_may_write(member)
    if question.post.author_id != member.pk and not member.is_moderator:
        raise NotAllowed(_("Only the person who asked and moderators can take this back."))


def check_can_report_failure(member: Membership, answer: Answer) -> None:
    """Raise NotAllowed unless the member is the asker and the answer is somebody's attempt."""
    _check_same_company(member, answer.company_id)
    check_may_write(member)
    _check_visible(answer.question.post)
    _check_visible(answer.post)
    if answer.question.post.author_id != member.pk:
        raise NotAllowed(_("Only the person who asked can say that an answer did not work."))
    if answer.post.author_id == member.pk:
        raise NotAllowed(_("This is your own answer. Edit it instead."))
    if answer.question.state == Question.State.CLOSED:
        raise NotAllowed(_("This question is closed. Reopen it first."))


def check_can_reuse(member: Membership, answer: Answer) -> None:
    """Raise NotAllowed unless the member may say that somebody's answer to somebody's question helped them."""
    _check_same_company(member, answer.company_id)
    check_may_write(member)
    _check_visible(answer.question.post)
    _check_visible(answer.post)
    if answer.question.post.author_id == member.pk:
        raise NotAllowed(_("This is your own question. Accept the answer instead."))
    if answer.post.author_id == member.pk:
        raise NotAllowed(_("This is your own answer."))


def check_can_close(member: Membership, question: Question) -> None:
    """Raise NotAllowed unless the member is the asker or a moderator and the question is open."""
    _check_same_company(member, question.company_id)
    check_may_write(member)
    if question.post.author_id != member.pk and not member.is_moderator:
        raise NotAllowed(_("Only the person who asked and moderators can close this question."))
    if not question.is_open:
        raise NotAllowed(_("This question is not open."))


def check_can_reopen(member: Membership, question: Question) -> None:
    """Raise NotAllowed unless the member may open an ended question again."""
    _check_same_company(member, question.company_id)
    check_may_write(member)
    if question.is_open:
        raise NotAllowed(_("This question is open already."))
    if member.is_moderator:
        return
    if question.post.author_id != member.pk:
        raise NotAllowed(_("Only the person who asked and moderators can reopen this question."))
    if clock.now() - question.last_activity_at > REOPEN_WINDOW:
        raise NotAllowed(_("Nothing has happened here for a long time. Ask a new question and link to this one."))


def _check_same_company(member: Membership, company_id: int) -> None:
    if member.company_id != company_id:
        raise NotAllowed(_("This belongs to another community."))


def _check_visible(post: Post) -> None:
    if not post.is_visible:
        raise NotAllowed(_("This post is hidden, so you cannot reply to it or judge it."))
