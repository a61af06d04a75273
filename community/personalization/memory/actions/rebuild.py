"""Making again all that a company learned, from its log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Final

from django.db import connection, transaction

from accounts.models import Company
from community import clock
from community.events.models import Event
from community.personalization.memory.actions.store import store_changes, store_standings
from community.personalization.memory.folding import Memory
from community.personalization.memory.locks import write_alone
from community.personalization.memory.models import Count, Helper, Learned, LearnedAnswer, Lesson
from community.personalization.memory.queries.teaching import past_events, read_events

_CHUNK: Final = 1000


@transaction.atomic
def rebuild_memory(company: Company) -> int:
    """Drop what the company learned and learn its whole log again, in the order in which it was learned; return how much.

    What never came as a lesson stands first, in the order of time. Consent and visibility are those of now: nothing is
    left of whoever withdrew. Nobody else learns for the company meanwhile. A new era begins.
    """
    write_alone(company.pk)
    before = Learned.objects.filter(company=company).first()
    for rows in (LearnedAnswer.objects, Count.objects, Helper.objects):
        rows.filter(company=company).delete()
    with connection.cursor() as cursor:
        # Through the model every one of them would be read first, with how everybody stood.
        cursor.execute("DELETE FROM memory_learnedquestion WHERE company_id = %s", [company.pk])
    memory = Memory()
    memory.era = before.era + 1 if before else 0
    # What is recorded from here on may be missed below.
    began = clock.now()
    learned = fold_log(company, memory, partial(store_changes, memory, company.pk, standings=False))
    memory.position = max(memory.position, before.position if before else 0)
    store_changes(memory, company.pk)
    store_standings(memory)
    Learned.objects.filter(company=company).update(rebuilt_at=began, stale_since=None)
    return learned


def fold_log(company: Company, memory: Memory, after_each: Callable[[], None]) -> int:
    """Let an empty memory learn the company's log, calling `after_each` for every thousand events; return how much."""
    learned = 0
    for batch in _batches(_in_order(company)):
        places = dict(batch)
        events = list(places)
        for event, reading in read_events(company.pk, events):
            learned += bool(reading.taught and not memory.learn(reading.taught, places[event]))
        after_each()
    return learned


def _in_order(company: Company) -> Iterator[tuple[Event, int]]:
    """Yield all that was learned, or would have been, with its position: what was no lesson has those up to 0."""
    past = past_events(company)
    for position, event in enumerate(past.iterator(chunk_size=_CHUNK), start=1 - past.count()):
        yield event, position
    lessons = Lesson.objects.of(company).learned().select_related("event").order_by("position")
    for lesson in lessons.iterator(chunk_size=_CHUNK):
        yield lesson.event, lesson.position or 0


def _batches(events: Iterator[tuple[Event, int]]) -> Iterator[list[tuple[Event, int]]]:
    while batch := list(islice(events, _CHUNK)):
        yield batch
