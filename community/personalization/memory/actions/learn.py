"""Learning what waits: one batch of a company's lessons in one transaction."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from accounts.models import Company
from community import clock
from community.events.wake import start_after_commit
from community.personalization.memory.actions.store import drop_standings, store_changes, store_lessons
from community.personalization.memory.folding import QUESTION, Memory, Taught
from community.personalization.memory.locks import write_if_free
from community.personalization.memory.models import Lesson
from community.personalization.memory.queries.recall import read_standings, rewritten
from community.personalization.memory.queries.teaching import read_events

LEARN_TASK: Final = "memory.learn"
BATCH: Final = 500
# So many batches are learned before others have their turn: about a second's worth.
TURN: Final = 2


def learn_for_a_turn(company_id: int) -> int:
    """Learn what waits in the company, a batch at a time; return how many lessons were looked at.

    After two batches others have their turn: a task goes on behind what they have queued. Whoever finds the lock taken
    leaves: the one that holds it looks again after letting it go.
    """
    company, done = Company.objects.get(pk=company_id), 0
    for _batch in range(TURN):
        looked_at = learn_batch(company) if _waits(company) else 0
        if not looked_at:
            return done
        done += looked_at
    if _waits(company):
        start_after_commit(LEARN_TASK, company_id)
    return done


def _waits(company: Company) -> bool:
    return Lesson.objects.of(company).waiting().exists()


@transaction.atomic
def learn_batch(company: Company) -> int:
    """Apply the company's first waiting lessons in order; return how many were looked at.

    Each gets the next position and the moment of its effect, or the reason why it had none. Everything that changed is
    written in the same transaction. 0 while somebody else learns for the company.
    """
    if not write_if_free(company.pk):
        return 0
    waiting = Lesson.objects.of(company).waiting().select_related("event").order_by("pk")
    lessons = list(waiting[:BATCH])
    if not lessons:
        return 0
    with rewritten(company.pk) as memory:
        _apply(memory, company, lessons)
        asked = bool(memory.changes.questions)
        store_changes(memory, company.pk)
        if asked:
            drop_standings(memory, company.pk)
        store_lessons(lessons)
    return len(lessons)


def _apply(memory: Memory, company: Company, lessons: list[Lesson]) -> None:
    readings = read_events(company.pk, [lesson.event for lesson in lessons])
    read = [(lesson, reading) for lesson, (_event, reading) in zip(lessons, readings, strict=True)]
    bring_standings(memory, company.pk, [reading.taught for _lesson, reading in read if reading.taught])
    position, now = max(memory.position, 0), clock.now()
    for lesson, reading in read:
        skipped = memory.learn(reading.taught, position + 1) if reading.taught else reading.skipped
        lesson.applied_at, lesson.skipped = now, skipped
        if not skipped:
            position += 1
            lesson.position = position


def bring_standings(memory: Memory, company_id: int, lessons: list[Taught]) -> None:
    """Read how everybody stood at the questions that these lessons are about, or make old enough for the gate."""
    wanted = {taught.question for taught in lessons}
    until = max((taught.moment for taught in lessons), default=0.0)
    wanted |= memory.learner.labelled_by(until, sum(taught.kind == QUESTION for taught in lessons))
    read_standings(memory, company_id, wanted)
