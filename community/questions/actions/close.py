"""Closing a question without a resolution, and reopening it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from community import clock
from community.events.record import record
from community.questions.actions.accept import reopen_after_withdrawal, standing_acceptance
from community.questions.actions.episodes import end_episode, open_next_episode
from community.questions.actions.settle import settle_question
from community.questions.events import QuestionClosed, QuestionReopened
from community.questions.locks import lock_question
from community.questions.models import Question
from community.questions.policies import check_can_close, check_can_reopen
from community.web.errors import NotAllowed


@transaction.atomic
def close_question(*, member: Membership, question: Question, reason: str) -> Question:
    """End the open episode without a resolution; closed never counts as solved. Records QuestionClosed, StateChanged.

    A moderator's closing writes an audit entry. Locks the question. Raises NotAllowed, also without a reason.
    """
    question = lock_question(question.pk)
    check_can_close(member, question)
    if not reason.strip():
        raise NotAllowed(_("Say why you close it."))
    before, moment = question.state, clock.now()
    episode = end_episode(question, outcome="closed", basis="", moment=moment)
    question.close_reason = reason.strip()
    record(
        QuestionClosed(company=str(question.company_id), actor=member.key, question=question.pk, episode=episode.number)
    )
    settle_question(question, actor=member, active_at=moment)
    _audit(member, question, "question.closed", before=before, reason=question.close_reason)
    return question


@transaction.atomic
def reopen_question(*, member: Membership, question: Question, reason: str = "") -> Question:
    """Open the next episode of an ended question; a standing acceptance is withdrawn. Records QuestionReopened.

    A moderator's reopening writes an audit entry. Locks the question. Raises NotAllowed.
    """
    question = lock_question(question.pk)
    check_can_reopen(member, question)
    before, moment = question.state, clock.now()
    question.close_reason = ""
    standing = standing_acceptance(question)
    if standing is not None:
        reopen_after_withdrawal(question, standing, member=member, moment=moment, reason=reason)
        _audit(member, question, "question.reopened", before=before, reason=reason)
        return question
    episode = open_next_episode(question, moment=moment)
    record(
        QuestionReopened(
            company=str(question.company_id), actor=member.key, question=question.pk, episode=episode.number
        )
    )
    settle_question(question, actor=member, active_at=moment)
    _audit(member, question, "question.reopened", before=before, reason=reason)
    return question


def _audit(member: Membership, question: Question, action: str, *, before: str, reason: str) -> None:
    """Write down the act of a moderator; askers decide about their own questions without a trace in the audit log."""
    if member.pk == question.post.author_id:
        return
    audit_act(
        member,
        action,
        target_kind="question",
        target_id=question.pk,
        before={"state": str(before)},
        after={"state": str(question.state)},
        reason=reason.strip(),
    )
