"""What this process remembers of each company, kept up with the rows."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.db.models import Q

from community.personalization.learning.state import Asked
from community.personalization.memory.folding import Memory, unpacked
from community.personalization.memory.models import Count, Helper, Learned, LearnedAnswer, LearnedQuestion
from community.personalization.memory.wire import execute_binary

# So many companies a process keeps in mind; the one that was not needed for longest is read again when it is.
_COMPANIES: Final = 8
# Before the first lesson, whatever it is numbered: what was made again from a past has numbers below zero.
_BEGINNING: Final = -(2**62)
_STANDINGS: Final = """
    SELECT question_id, number, standing FROM memory_learnedquestion
    WHERE company_id = %b AND question_id = ANY(%b::bigint[]) AND standing IS NOT NULL ORDER BY number
"""


@dataclass
class _Kept:
    """One company's memory, which one thread uses at a time."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    memory: Memory | None = None


_kept: OrderedDict[int, _Kept] = OrderedDict()
_lock = threading.Lock()


@contextmanager
def recalled(company_id: int) -> Iterator[Memory]:
    """Lend the company's memory as the rows say it now; no other thread has it meanwhile. Do not change it.

    One query where nothing has changed, five where something has.
    """
    kept = _kept_of(company_id)
    with kept.lock:
        kept.memory = brought_up(kept.memory, company_id)
        yield kept.memory


@contextmanager
def rewritten(company_id: int) -> Iterator[Memory]:
    """Lend the company's memory to its one writer, in a transaction; unless that commits, what is remembered is void."""
    kept = _kept_of(company_id)
    with kept.lock:
        memory, kept.memory = brought_up(kept.memory, company_id), None
        yield memory
        memory.learner.standings.clear()
    transaction.on_commit(partial(_keep, kept, memory))


def is_remembered(company_id: int) -> bool:
    """Return whether this process has read the company's memory before, however long ago."""
    return _kept_of(company_id).memory is not None


def forget_processes_memory() -> None:
    """Forget what this process remembers of all companies; the rows stay."""
    with _lock:
        _kept.clear()


def brought_up(memory: Memory | None, company_id: int) -> Memory:
    """Return the memory with all rows read that changed since; a new one where it has none or is of another era."""
    while True:
        learned = Learned.objects.filter(company=company_id).first()
        if learned is None:
            return Memory()
        if memory is None or memory.era != learned.era or memory.position > learned.position:
            memory = Memory()
            memory.era, memory.position = learned.era, _BEGINNING
        if memory.position == learned.position:
            return memory
        _read(memory, learned)
        memory.position = learned.position
        # Rows that went meanwhile are of another era.
        if Learned.objects.filter(company=company_id, era=learned.era).exists():
            return memory
        memory = None


def _kept_of(company_id: int) -> _Kept:
    with _lock:
        kept = _kept.setdefault(company_id, _Kept())
        _kept.move_to_end(company_id)
        if len(_kept) > _COMPANIES:
            _kept.popitem(last=False)
        return kept


def _keep(kept: _Kept, memory: Memory) -> None:
    with kept.lock:
        # Another thread may have read the rows meanwhile, and even newer ones.
        if kept.memory is None:
            kept.memory = memory


def _read(memory: Memory, learned: Learned) -> None:
    """Read the rows between the memory's position and the company's."""
    learner, company = memory.learner, learned.company_id
    new = Q(company=company, position__gt=memory.position, position__lte=learned.position)
    if learner.state.profiles.begun is None:
        learner.state.profiles.begin(learned.begun)
    for member, position in Helper.objects.filter(new).order_by("position").values_list("member", "position"):
        learner.state.people[str(member)] = len(learner.state.people)
        memory.begun[member] = position
    _read_counts(memory, company)
    _read_questions(memory, new)
    _read_acceptances(memory, company)
    learner.model.weights, learner.model.squares = np.array(learned.weights), np.array(learned.squares)
    learner.gate.put(learned.leads)
    learner.count = learned.asked
    while len(learner.unlabelled) > learned.asked - learned.labelled:
        learner.unlabelled.popitem(last=False)


def _read_counts(memory: Memory, company_id: int) -> None:
    state = memory.learner.state
    changed = Q(company=company_id, version__gt=memory.position)
    helpers = Helper.objects.filter(changed).values_list("member", "last_answer", "hours", "moment")
    for member, last_answer, hours, moment in helpers:
        if (person := state.people.get(str(member))) is not None:
            state.answered_at(person, last_answer)
            state.hours.put(person, hours, moment)
    counts = Count.objects.filter(changed).values_list("member", "about", "key", "values", "moment")
    for member, about, key, values, moment in counts.iterator(chunk_size=5000):
        if (person := state.people.get(str(member))) is not None:
            for counter, value in zip(state.counters_of(about, key), values, strict=True):
                counter.put(person, value, moment)


def _read_questions(memory: Memory, new: Q) -> None:
    """Read questions and answers in the order in which they were learned."""
    state, learner = memory.learner.state, memory.learner
    answers = list(
        LearnedAnswer.objects.filter(new)
        .order_by("position")
        .values_list("position", "question__question", "member", "moment")
    )[::-1]
    fields = ("position", "question", "moment", "language", "topic", "words", "weights")
    questions: Any = LearnedQuestion.objects.filter(new).order_by("position").values_list(*fields)
    for position, question, moment, language, topic, words, weights in questions.iterator(chunk_size=1000):
        while answers and answers[-1][0] < position:
            _read_answer(memory, *answers.pop()[1:])
        known = words.split()
        amounts = np.frombuffer(weights).tolist()
        vector = {word: amount for word, amount in zip(known, amounts, strict=True) if amount > 0}
        state.remember(question, known, vector)
        memory.asked[question] = Asked(question, "", moment, language, topic, "")
        learner.unlabelled[question] = moment
    while answers:
        _read_answer(memory, *answers.pop()[1:])


def _read_answer(memory: Memory, question: int, member: int, moment: float) -> None:
    state = memory.learner.state
    if (person := state.people.get(str(member))) is not None:
        state.remember_answer(question, person, moment)


def _read_acceptances(memory: Memory, company_id: int) -> None:
    """Take note of the acceptances that were learned since the memory's position."""
    state = memory.learner.state
    accepted = LearnedAnswer.objects.filter(company=company_id, accepted__gt=memory.position)
    for question, member in accepted.values_list("question__question", "member"):
        if (person := state.people.get(str(member))) is not None:
            state.learn_acceptance(question, person)


def read_standings(memory: Memory, company_id: int, questions: set[int]) -> None:
    """Read how everybody stood at these questions, as far as they still teach, and at those the gate may ask for."""
    for question, number, standing in execute_binary(_STANDINGS, [company_id, list(questions)]):
        memory.learner.standings[question] = (number, unpacked(standing))
