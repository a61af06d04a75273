"""Writing the clocks that follow from what happened in a question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Company
from community.events.models import Event
from community.insights.clocks.actions.mark import mark_days
from community.insights.clocks.fold import FIELDS, Reading, fold
from community.insights.clocks.locks import write_alone, write_beside_others
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.histories import histories_of, pauses_of
from community.insights.clocks.queries.population import zone_of

_QUESTIONS = 500
_UNIQUE = ["company", "question", "episode"]
_CHANGING = [name.removesuffix("_id") for name in FIELDS if name not in {"question_id", "episode"}]


@transaction.atomic
def follow_question(*, event: Event) -> int:
    """Write the clocks of the event's question that are missing or have changed; return how many.

    The days on which they were asked are marked, so that what they add up to is written again. Repeating it writes
    nothing. Raises NotYet while the company's clocks are rebuilt.
    """
    company = Company.objects.get(pk=int(event.company))
    write_beside_others(company.pk)
    return _write_again(company, [event.payload["question"]])


@transaction.atomic
def follow_pause(*, event: Event) -> int:
    """Let all clocks of the company end that ran when it closed its community; return how many changed.

    Waits for those who write single clocks, and keeps them out until the transaction ends.
    """
    company = Company.objects.get(pk=int(event.company))
    write_alone(company.pk)
    running, changed = _running_at(company, event.occurred_at), 0
    while batch := list(islice(running, _QUESTIONS)):
        changed += _write_again(company, batch)
    return changed


def _running_at(company: Company, moment: datetime) -> Iterator[int]:
    """Yield the questions with a clock that had not ended by the moment, as far as is known."""
    ended = Q(resolved_at__lt=moment) | Q(closed_at__lt=moment) | Q(censored_at__lt=moment)
    clocks = Clock.objects.of(company).filter(asked_at__lte=moment).exclude(ended)
    # Read to the end before any of them changes.
    yield from sorted(set(clocks.values_list("question_id", flat=True)))


def _write_again(company: Company, questions: Collection[int]) -> int:
    pauses = pauses_of(company)
    readings = [reading for happened in histories_of(company, questions) for reading in fold(happened, pauses)]
    known = _known(company, questions)
    changed = [each for each in readings if known.get((each.question_id, each.episode)) != each]
    Clock.objects.bulk_create(
        [Clock(company=company, **each._asdict()) for each in changed],
        update_conflicts=True,
        unique_fields=_UNIQUE,
        update_fields=_CHANGING,
    )
    mark_days(company, _days_of(company, changed))
    return len(changed)


def _known(company: Company, questions: Collection[int]) -> dict[tuple[int, int], Reading]:
    rows: Any = Clock.objects.of(company).filter(question__in=questions).values_list(*FIELDS)
    return {(reading.question_id, reading.episode): reading for reading in map(Reading._make, rows)}


def _days_of(company: Company, readings: Sequence[Reading]) -> set[date]:
    """Return the days whose cohorts the readings belong to: cohorts count first episodes only."""
    zone = zone_of(company)
    return {reading.asked_at.astimezone(zone).date() for reading in readings if reading.episode == 1}
