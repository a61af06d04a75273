"""Comparing what is remembered with what the log says."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import numpy as np
from django.db import transaction

from accounts.models import Company
from community.personalization.learning.state import State
from community.personalization.memory.actions.rebuild import fold_log
from community.personalization.memory.folding import Memory
from community.personalization.memory.locks import write_alone
from community.personalization.memory.models import Learned, Lesson
from community.personalization.memory.queries.recall import brought_up
from community.personalization.memory.queries.teaching import past_events

_NEAR = 1e-9


def differences(company: Company) -> Iterator[str]:
    """Yield a sentence for everything that a rebuild would change. Changes nothing; nobody learns meanwhile.

    Lessons that still wait are left out. Where it is known why something differs, that is said first.
    """
    with transaction.atomic():
        write_alone(company.pk)
        yield from _known_reasons(company)
        stored, folded = brought_up(None, company.pk), Memory()
        fold_log(company, folded, folded.forget_changes)
    yield from _of_weights(stored, folded)
    yield from _of_questions(stored, folded)
    yield from _of_people(stored.learner.state, folded.learner.state)


def weights_sum(memory: Memory) -> str:
    """Return the SHA-256 of weights, their squares and the gate's leads: equal sums mean equal to the bit."""
    learner = memory.learner
    leads = np.array(learner.gate.leads).tobytes()
    return sha256(learner.model.weights.tobytes() + learner.model.squares.tobytes() + leads).hexdigest()


def _known_reasons(company: Company) -> Iterator[str]:
    learned = Learned.objects.filter(company=company).first()
    if learned and learned.stale_since:
        yield (
            f"since {learned.stale_since:%Y-%m-%d %H:%M} UTC somebody withdrew or a text was hidden: the weights carry it"
            " until they are made again, the next night"
        )
    past = past_events(company)
    if learned and learned.rebuilt_at:
        past = past.filter(recorded_at__gt=learned.rebuilt_at)
    if count := past.count():
        yield f"{count} events of imports or of the demo came after the last rebuild, which alone learns them"
    if waiting := Lesson.objects.of(company).waiting().count():
        yield f"{waiting} lessons wait: they are in neither"


def _of_weights(stored: Memory, folded: Memory) -> Iterator[str]:
    mine, other = weights_sum(stored), weights_sum(folded)
    if mine != other:
        yield f"the weights are {mine[:16]}, the log says {other[:16]}"


def _of_questions(stored: Memory, folded: Memory) -> Iterator[str]:
    if stored.asked != folded.asked:
        changed = {*stored.asked.items()} ^ {*folded.asked.items()}
        yield f"{len({question for question, _asked in changed})} questions differ"
    if stored.learner.state.remembered() != folded.learner.state.remembered():
        yield "what is remembered of the last questions differs"


def _of_people(stored: State, folded: State) -> Iterator[str]:
    if list(stored.people) != list(folded.people):
        missing, extra = folded.people.keys() - stored.people, stored.people.keys() - folded.people
        yield f"{len(missing)} helpers are missing, {len(extra)} are too many, or their order differs"
        return
    for about, keys in (("all", ("",)), ("language", folded.by_language), ("topic", folded.by_topic)):
        for key in sorted(keys):
            pairs = list(zip(stored.counters_of(about, key), folded.counters_of(about, key), strict=True))
            for member, person in stored.people.items():
                if any(not _near(mine.kept(person), other.kept(person)) for mine, other in pairs):
                    yield f"member {member}: the counts of {f'{about} {key}'.strip()} differ"
    for member, person in stored.people.items():
        (hours, moment), (others, other) = stored.hours.kept(person), folded.hours.kept(person)
        if not _near((*hours, moment), (*others, other)):
            yield f"member {member}: the hours differ"


def _near(mine: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return bool(np.allclose(mine, other, rtol=_NEAR, atol=_NEAR))
