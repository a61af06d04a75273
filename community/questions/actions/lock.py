"""Locking a question against further replies."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from accounts.policies import check_may_moderate
from community.events.record import record
from community.questions.events import QuestionLocked, QuestionUnlocked
from community.questions.locks import lock_question
from community.questions.models import Question
from community.web.errors import NotAllowed


@transaction.atomic
def set_locked(*, moderator: Membership, question: Question, locked: bool) -> Question:
    """Stop or allow replies; reading, voting and accepting go on. Records QuestionLocked or QuestionUnlocked.

    Writes an audit entry. Locks the question's row. Raises NotAllowed.
    """
    check_may_moderate(moderator)
    if question.company_id != moderator.company_id:
        raise NotAllowed(_("This belongs to another community."))
    question = lock_question(question.pk)
    if question.is_locked == locked:
        return question
    question.is_locked = locked
    question.save(update_fields=["is_locked"])
    happened = QuestionLocked if locked else QuestionUnlocked
    record(happened(company=str(question.company_id), actor=moderator.key, question=question.pk))
    audit_act(
        moderator,
        happened.type,
        target_kind="question",
        target_id=question.pk,
        before={"is_locked": not locked},
        after={"is_locked": locked},
    )
    return question
