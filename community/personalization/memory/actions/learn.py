"""Learning what waits: one batch of a company's lessons in one transaction."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from accounts.models import Company
from community import clock
from community.personalization.memory.actions.store import drop_standings, store_changes, store_lessons
from community.personalization.memory.folding import QUESTION, Memory, Taught
from community.personalization.memory.locks import write_if_free
from community.personalization.memory.models import Lesson
from community.personalization.memory.queries.recall import is_remembered, read_standings, recalled, rewritten
from community.personalization.memory.queries.teaching import read_events

BATCH: Final = 500


def learn_at_once(company_id: int) -> int:
    """Learn a batch of what waits in the company, and start nothing; return how many lessons were looked at.

    What remains is the sweep's: however much happens, nobody learns a backlog before what else follows from an event.
    Whoever finds the lock taken leaves: the one that holds it looks once more after letting it go, as long as both
    together are no more than a batch.
    """
    company, done = Company.objects.get(pk=company_id), 0
    if not is_remembered(company_id):
        # A worker that has just begun reads all of it, which takes seconds: not while it keeps others from learning.
        with recalled(company_id):
            pass
    for _look in range(2):
        if done < BATCH and _waits(company):
            done += learn_batch(company, BATCH - done)
    return done


def _waits(company: Company) -> bool:
    return Lesson.objects.of(company).waiting().exists()


@transaction.atomic
def learn_batch(company: Company, limit: int | None = None) -> int:
    """Apply the company's first waiting lessons in order, a batch or so many; return how many were looked at.

    Each gets the next position and the moment of its effect, or the reason why it had none. Everything that changed is
    written in the same transaction. 0 while somebody else learns for the company.
    """
    if not write_if_free(company.pk):
        return 0
    waiting = Lesson.objects.of(company).waiting().select_related("event").order_by("pk")
    lessons = list(waiting[: BATCH if limit is None else limit])
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
