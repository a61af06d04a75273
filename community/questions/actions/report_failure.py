"""Saying that an answer did not work."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from community import clock
from community.events.record import record
from community.questions.actions.accept import withdraw_if_accepted
from community.questions.actions.settle import settle_question
from community.questions.events import AnswerFailed
from community.questions.locks import lock_question
from community.questions.models import Answer, FailureReport
from community.questions.policies import check_can_report_failure
from community.web.errors import NotAllowed


@transaction.atomic
def report_failure(*, member: Membership, answer: Answer, reason: str) -> FailureReport:
    """Keep the asker's reason on the answer and return the question to the queue; an acceptance of it is withdrawn.

    Reporting the same answer again changes its reason only. Records AnswerFailed once, and what follows from a withdrawn
    acceptance. Locks the question. Raises NotAllowed, also without a reason.
    """
    question = lock_question(answer.question_id)
    answer = Answer.objects.select_related("post").get(pk=answer.pk)
    answer.question = question
    check_can_report_failure(member, answer)
    if not reason.strip():
        raise NotAllowed(_("Say what happened when you tried it, so that the next answer can be better."))
    moment = clock.now()
    report, is_new = FailureReport.objects.update_or_create(
        company_id=answer.company_id,
        answer=answer,
        member=member,
        defaults={"reason": reason.strip()},
        create_defaults={"reason": reason.strip(), "created_at": moment},
    )
    if is_new:
        record(
            AnswerFailed(
                company=str(answer.company_id),
                actor=member.key,
                question=question.pk,
                answer=answer.pk,
                answer_author=answer.post.author_id,
            )
        )
    if not withdraw_if_accepted(question, answer.pk, member=member, moment=moment, reason=report.reason):
        settle_question(question, actor=member, active_at=moment)
    return report
