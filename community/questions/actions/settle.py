"""Bringing a question's stored state and counters in step with its facts."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Membership
from community.events.record import record
from community.questions.events import StateChanged
from community.questions.models import Question
from community.questions.state import Facts, facts_of, take_facts


def settle_question(question: Question, *, actor: Membership | None, active_at: datetime | None = None) -> Facts:
    """Store the state, counters and clocks that follow from the locked question's rows; record StateChanged on a change.

    `active_at` moves the question's last activity. Part of the caller's transaction; the caller holds the lock.
    """
    facts, before = facts_of(question), question.state
    take_facts(question, facts)
    if active_at is not None:
        question.last_activity_at = active_at
    question.save(
        update_fields=[
            "state", "needs_answer", "answer_count", "first_answered_at", "resolved_at", "last_activity_at", "close_reason",
        ]
    )  # fmt: skip
    if before != question.state:
        record(
            StateChanged(
                company=str(question.company_id),
                actor=actor.key if actor else "",
                question=question.pk,
                before=before,
                after=question.state,
            )
        )
    return facts
