"""Saying "I have this too"."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts.models import Membership
from community import clock
from community.events.record import record
from community.questions.events import MeTooAdded, MeTooRemoved
from community.questions.locks import lock_question
from community.questions.models import MeToo, Question
from community.questions.policies import check_can_add_me_too


@transaction.atomic
def set_me_too(*, member: Membership, question: Question, wanted: bool) -> Question:
    """Add or remove the member's "I have this too"; counts people, however often it is sent.

    Records MeTooAdded or MeTooRemoved on a change. Locks the question. Raises NotAllowed.
    """
    question = lock_question(question.pk)
    check_can_add_me_too(member, question)
    existing = MeToo.objects.filter(company_id=question.company_id, question=question, member=member)
    if existing.exists() == wanted:
        return question
    facts = {"company": str(question.company_id), "actor": member.key, "question": question.pk}
    if wanted:
        MeToo.objects.create(company_id=question.company_id, question=question, member=member, created_at=clock.now())
        record(MeTooAdded(**facts))
    else:
        existing.delete()
        record(MeTooRemoved(**facts))
    step = 1 if wanted else -1
    Question.objects.filter(pk=question.pk).update(me_too_count=F("me_too_count") + step)
    question.me_too_count += step
    return question
