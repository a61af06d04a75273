"""Accepting an answer, and taking that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import audit_act
from accounts.models import Membership
from community import clock
from community.events.record import record
from community.questions.actions.episodes import end_episode, latest_episode, open_next_episode
from community.questions.actions.settle import settle_question
from community.questions.events import AcceptanceWithdrawn, AnswerAccepted, QuestionReopened, QuestionResolved
from community.questions.locks import lock_question
from community.questions.models import Acceptance, Answer, Episode, Question
from community.questions.policies import check_can_accept, check_can_withdraw


@transaction.atomic
def accept_answer(*, member: Membership, answer: Answer) -> Acceptance:
    """Make the answer the question's one accepted answer and end the episode as resolved.

    Accepting the accepted answer again changes nothing; accepting another one replaces it within the same episode.
    Records AnswerAccepted, QuestionResolved, StateChanged. A moderator's decision writes an audit entry.
    Locks the question. Raises NotAllowed.
    """
    question = lock_question(answer.question_id)
    answer = Answer.objects.select_related("post").get(pk=answer.pk)
    answer.question = question
    check_can_accept(member, answer)
    standing = standing_acceptance(question)
    if standing is not None and standing.answer_id == answer.pk:
        return standing
    moment = clock.now()
    basis = Acceptance.Basis.ASKER if question.post.author_id == member.pk else Acceptance.Basis.STAFF
    if standing is not None:
        _revoke(standing, member=member, moment=moment, reason="")
        episode = latest_episode(question)
    else:
        episode = end_episode(question, outcome="resolved", basis=basis, moment=moment)
        question.resolved_at = moment
    acceptance = Acceptance.objects.create(
        company_id=question.company_id,
        question=question,
        answer=answer,
        accepted_by=member,
        basis=basis,
        accepted_at=moment,
    )
    _record_acceptance(acceptance, episode, resolves=standing is None)
    settle_question(question, actor=member, active_at=moment)
    _audit(member, question, "answer.accepted", before=standing, after=acceptance)
    return acceptance


def _record_acceptance(acceptance: Acceptance, episode: Episode, *, resolves: bool) -> None:
    """Say that an answer was accepted and, unless it replaces another one, that this resolved the question."""
    company, actor = str(acceptance.company_id), str(acceptance.accepted_by_id)
    record(
        AnswerAccepted(
            company=company,
            actor=actor,
            question=acceptance.question_id,
            answer=acceptance.answer_id,
            answer_author=acceptance.answer.post.author_id,
            basis=acceptance.basis,
            episode=episode.number,
        )
    )
    if resolves:
        record(
            QuestionResolved(
                company=company,
                actor=actor,
                question=acceptance.question_id,
                episode=episode.number,
                basis=acceptance.basis,
            )
        )


@transaction.atomic
def withdraw_acceptance(
    *, member: Membership, question: Question, answer: Answer | None = None, reason: str = ""
) -> Question:
    """Take the question's acceptance back and open its next episode; does nothing when nothing is accepted.

    With `answer` it does nothing either when by now another one is accepted.
    Records AcceptanceWithdrawn, QuestionReopened, StateChanged. A moderator's decision writes an audit entry.
    Locks the question. Raises NotAllowed.
    """
    question = lock_question(question.pk)
    check_can_withdraw(member, question)
    standing = standing_acceptance(question)
    if standing is None or (answer is not None and answer.pk != standing.answer_id):
        return question
    reopen_after_withdrawal(question, standing, member=member, moment=clock.now(), reason=reason)
    _audit(member, question, "acceptance.withdrawn", before=standing, after=None, reason=reason)
    return question


def reopen_after_withdrawal(
    question: Question, standing: Acceptance, *, member: Membership, moment: datetime, reason: str
) -> None:
    """Revoke the acceptance of the locked question, open its next episode and settle it."""
    _revoke(standing, member=member, moment=moment, reason=reason)
    episode = open_next_episode(question, moment=moment)
    record(
        QuestionReopened(
            company=str(question.company_id), actor=member.key, question=question.pk, episode=episode.number
        )
    )
    settle_question(question, actor=member, active_at=moment)


def withdraw_if_accepted(
    question: Question, answer_id: int, *, member: Membership, moment: datetime, reason: str
) -> bool:
    """Reopen the locked question if it was solved by this answer, which is no solution any more; return whether it was."""
    standing = standing_acceptance(question)
    if standing is None or standing.answer_id != answer_id:
        return False
    reopen_after_withdrawal(question, standing, member=member, moment=moment, reason=reason)
    return True


def standing_acceptance(question: Question) -> Acceptance | None:
    """Return the acceptance that holds now."""
    return Acceptance.objects.filter(question=question, revoked_at__isnull=True).select_related("answer__post").first()


def _revoke(standing: Acceptance, *, member: Membership, moment: datetime, reason: str) -> None:
    standing.revoked_at, standing.revoked_by, standing.revoked_reason = moment, member, reason
    standing.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    record(
        AcceptanceWithdrawn(
            company=str(standing.company_id),
            actor=member.key,
            question=standing.question_id,
            answer=standing.answer_id,
            answer_author=standing.answer.post.author_id,
            episode=latest_episode(standing.question).number,
        )
    )


def _audit(
    member: Membership,
    question: Question,
    action: str,
    *,
    before: Acceptance | None,
    after: Acceptance | None,
    reason: str = "",
) -> None:
    """Write down the act of a moderator; askers decide about their own questions without a trace in the audit log."""
    if member.pk == question.post.author_id:
        return
    audit_act(
        member,
        action,
        target_kind="question",
        target_id=question.pk,
        before={"accepted": before.answer_id if before else None},
        after={"accepted": after.answer_id if after else None},
        reason=reason.strip(),
    )
