"""What Bolt promises, with the secret word in it."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership
from community import clock
from community.insights.promise.actions.make import Terms, make_promise
from community.insights.promise.models import Breach, EscalationStep, Ladder
from community.questions.models import Question


def promise_of(boss: Membership, secret: str) -> dict[str, Any]:
    """Make a promise that the questions after it stand under, and a ladder; return the rows that addresses lead to."""
    terms = Terms(answer_within=1800, answer_share=80, resolution_within=3600, resolution_share=70, note=secret)
    return {"promise": make_promise(admin=boss, terms=terms), "ladder": Ladder.objects.create(company=boss.company)}


def broken_for(question: Question, promise: Any, told: Membership) -> None:
    """Let the promise be broken for the question, and let somebody be told that it waits."""
    company = question.company
    Breach.objects.create(
        company=company, question=question, clause="resolution", promise=promise, recorded_at=clock.now()
    )
    EscalationStep.objects.create(company=company, question=question, episode=1, step="wider", told=[told.pk])
