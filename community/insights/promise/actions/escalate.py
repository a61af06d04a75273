"""Telling more and more people of a question that waits."""

from __future__ import annotations

from itertools import chain

from django.db import transaction

from accounts.models import Company
from community import clock as time
from community.events.record import record
from community.insights.clocks.models import Clock
from community.insights.promise.events import QuestionEscalated
from community.insights.promise.models import EscalationStep, Ladder
from community.insights.promise.queries.waiting import (
    clocks_to_escalate,
    ladder_of,
    steps_due,
    waited,
    whom_to_tell,
)
from community.questions.actions.episodes import latest_episode
from community.questions.locks import lock_question
from community.questions.models import Post, Question

_AT_ONCE = 500


def escalate_waiting(company: Company) -> int:
    """Take the steps that the company's questions have reached; return how many questions somebody was told of.

    Each question is a transaction of its own. A company whose ladder is off takes none.
    """
    ladder = ladder_of(company)
    if not ladder.is_on:
        return 0
    clocks = list(clocks_to_escalate(company, ladder, time.now())[:_AT_ONCE])
    return sum(escalate_question(clock, ladder) for clock in clocks)


@transaction.atomic
def escalate_question(clock: Clock, ladder: Ladder) -> bool:
    """Take the highest step that the episode has reached, once. Records QuestionEscalated; returns whether it did.

    Lower steps that were passed over, because no worker ran, are written down as skipped: one message tells what four
    would. Nobody is told twice in an episode. Locks the question, and takes no step of one that no longer waits.
    """
    now = time.now()
    due = steps_due(ladder, waited(clock, now))
    question = _waiting(clock) if due else None
    if question is None:
        return False
    taken = EscalationStep.objects.filter(company=clock.company_id, question=question, episode=clock.episode)
    known = {row.step: row for row in taken}
    if due[-1] in known:
        return False
    before = set(chain.from_iterable(row.told for row in known.values()))
    told = whom_to_tell(question, due[-1], told=before, now=now)
    common = {"company_id": clock.company_id, "question": question, "episode": clock.episode, "reached_at": now}
    EscalationStep.objects.bulk_create(
        EscalationStep(**common, step=step, skipped=step != due[-1], told=told if step == due[-1] else [])
        for step in due
        if step not in known
    )
    record(
        QuestionEscalated(
            company=str(clock.company_id),
            actor="",
            question=question.pk,
            episode=clock.episode,
            step=due[-1],
            told=tuple(told),
        )
    )
    return True


def _waiting(clock: Clock) -> Question | None:
    """Return the question, locked, if it still waits for a helper in this very episode: clocks may lag behind."""
    if not Question.objects.filter(company=clock.company_id, pk=clock.question_id).exists():
        return None
    question = lock_question(clock.question_id)
    waits = (
        question.needs_answer
        and question.state != Question.State.NEEDS_INFO
        and question.post.visibility == Post.Visibility.VISIBLE
        and not question.is_locked
        and question.company.is_open
        and latest_episode(question).number == clock.episode
    )
    return question if waits else None
