"""Saying that somebody else's solution helped."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from community import clock
from community.events.models import Event
from community.events.record import record
from community.questions.actions.accept import standing_acceptance
from community.questions.events import AnswerReused
from community.questions.locks import lock_question
from community.questions.models import Answer
from community.questions.policies import check_can_reuse
from community.web.errors import NotAllowed

# Saying so again within this time tells nothing new.
REUSE_REST = timedelta(days=90)


@transaction.atomic
def confirm_reuse(*, member: Membership, answer: Answer) -> bool:
    """Record AnswerReused, once per member and answer in 90 days; return whether this is news.

    Locks the question. Raises NotAllowed for an answer that is not the accepted one, and to its author and the asker.
    """
    question = lock_question(answer.question_id)
    answer = Answer.objects.select_related("post").get(pk=answer.pk)
    answer.question = question
    check_can_reuse(member, answer)
    standing = standing_acceptance(question)
    if standing is None or standing.answer_id != answer.pk:
        raise NotAllowed(_("This answer is not the accepted one."))
    said = Event.objects.in_stream(member.company.key, question.stream).of_types("answer.reused")
    since = clock.now() - REUSE_REST
    if said.filter(actor=member.key, payload__answer=answer.pk, occurred_at__gt=since).exists():
        return False
    record(
        AnswerReused(
            company=member.company.key,
            actor=member.key,
            question=question.pk,
            answer=answer.pk,
            answer_author=answer.post.author_id,
        )
    )
    return True
