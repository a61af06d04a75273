"""Replaying a past in the order of time: before every question everybody is ranked, and only then anything is learned."""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.evaluation.baselines import BASELINES
from community.personalization.evaluation.history import Answered, Thread
from community.personalization.evaluation.metrics import measures, ranks_of
from community.personalization.learning.counters import DAY
from community.personalization.learning.features import features
from community.personalization.learning.gate import ChampionGate
from community.personalization.learning.model import Model
from community.personalization.learning.state import Asked, State

Floats = NDArray[np.float64]
Scores = Mapping[str, Floats]

ROUTER: Final = "router"
GATED: Final = "gated"
LABELS: Final = ("accepted", "first", "any")
# A question counts for the gate once it is so old: by then most who answer have.
LABELLED_AFTER: Final = 3 * DAY
# The weights learn from answers to the last so many questions; what is answered later teaches the counters only.
_REMEMBERED: Final = 1000
# The simple way that serves unless the model is better: the best of them on public support forums.
SIMPLE: Final = "language_recency_7d"


@dataclass
class Replayed:
    """The measures of every question of the second half, by label and by way of choosing, in the order of asking.

    `served` counts how many of them the gate gave to which way; `model` is as it was at the end.
    """

    by_label: dict[str, dict[str, list[tuple[float, ...]]]] = field(default_factory=lambda: {k: {} for k in LABELS})
    served: dict[str, int] = field(default_factory=dict)
    model: Model = field(default_factory=Model)


@dataclass(frozen=True)
class _Ranked:
    """How everybody stood when a question was asked: nothing that is learned from it later is any newer."""

    asked: Asked
    rows: Floats
    asker: int | None
    scores: Scores

    @property
    def people(self) -> int:
        """Return how many people were known."""
        return int(self.rows.shape[0])


class _Replay:
    """A community on its way through its past."""

    def __init__(self, threads: Sequence[Thread], *, learns: bool, delay: float = 0.0) -> None:
        self.learns, self.labelled_after = learns, LABELLED_AFTER + delay
        self.state, self.done, self.gate = State(), Replayed(), ChampionGate()
        self._asked = {thread.asked.question: thread.asked for thread in threads}
        self._ranked: OrderedDict[int, _Ranked] = OrderedDict()
        # Who has answered each question that is not old enough to count for the gate.
        self._unlabelled: OrderedDict[int, set[str]] = OrderedDict()

    def learn(self, answer: Answered) -> None:
        """Learn that somebody answered: the counters, and the weights by what was known when it was asked."""
        before = self.state.answerers_of(answer.question)
        if not self.state.learn_answer(self._asked[answer.question], answer.answerer, answer.moment):
            return
        if answer.question in self._unlabelled:
            self._unlabelled[answer.question].add(answer.answerer)
        ranked, person = self._ranked.get(answer.question), self.state.people[answer.answerer]
        if self.learns and ranked is not None and person < ranked.people:
            # Whoever had answered already, and the asker, could not have been chosen any more.
            gone = sorted(other for other in {*before, ranked.asker} if other is not None and other < ranked.people)
            rows = np.delete(ranked.rows, gone, axis=0)
            self.done.model.learn(rows, person - sum(other < person for other in gone))

    def rank(self, asked: Asked) -> _Ranked:
        """Rank everybody for a question that is asked now, by the model and by every simple way."""
        self._label(asked.moment - self.labelled_after)
        rows = features(self.state, asked)
        scores = {ROUTER: self.done.model.scores(rows)}
        scores |= {name: rank(self.state, asked, rows) for name, rank in BASELINES.items()}
        asker = self.state.people.get(asked.asker)
        if asker is not None:
            scores = {name: np.where(np.arange(len(score)) == asker, -np.inf, score) for name, score in scores.items()}
        ranked = _Ranked(asked, rows, asker, scores)
        self._ranked[asked.question], self._unlabelled[asked.question] = ranked, set()
        if len(self._ranked) > _REMEMBERED:
            self._ranked.popitem(last=False)
        self.state.learn_question(asked)
        return ranked

    def _label(self, until: float) -> None:
        """Tell the gate of the questions that have become old enough."""
        while self._unlabelled:
            question, answerers = next(iter(self._unlabelled.items()))
            if self._asked[question].moment > until:
                return
            del self._unlabelled[question]
            ranked = self._ranked.get(question)
            if answerers and ranked is not None:
                found = self._known(answerers, ranked.people)
                model, simple = (measures(ranks_of(ranked.scores[name], found), 1)[0] for name in (ROUTER, SIMPLE))
                self.gate.learn(model=model, simple=simple)

    def measure(self, thread: Thread, ranked: _Ranked) -> None:
        """Write down how high those stood who answered."""
        champion = ROUTER if self.gate.serves_model else SIMPLE
        self.done.served[champion] = self.done.served.get(champion, 0) + 1
        wanted = {
            "accepted": {thread.accepted} - {""},
            "first": {thread.answers[0].answerer},
            "any": {answer.answerer for answer in thread.answers},
        }
        for name, score in {**ranked.scores, GATED: ranked.scores[champion]}.items():
            for label, people in wanted.items():
                if people:
                    ranks = ranks_of(score, self._known(people, ranked.people))
                    self.done.by_label[label].setdefault(name, []).append(measures(ranks, len(people)))

    def _known(self, names: set[str], people: int) -> list[int]:
        """Return the numbers of those who could have been ranked."""
        numbers = (self.state.people.get(name, people) for name in sorted(names))
        return [number for number in numbers if number < people]


def replay(threads: Sequence[Thread], *, delay: float = 0.0, sample: float = 1.0, learns: bool = True) -> Replayed:
    """Rank who might answer each question, learn from who did, and measure the second half of those that were answered.

    What happens is learned `delay` seconds later; of all answers only the share `sample` is learned, always the same.
    `learns` off leaves the weights at their prior.
    """
    answered = [thread for thread in threads if thread.answers]
    measured = {thread.asked.question for thread in answered[len(answered) // 2 :]}
    run = _Replay(threads, learns=learns, delay=delay)
    for thread, happened in _in_order(threads, delay):
        for answer in happened:
            if _is_learned(answer, sample):
                run.learn(answer)
        ranked = run.rank(thread.asked)
        if thread.asked.question in measured:
            run.measure(thread, ranked)
    return run.done


def _in_order(threads: Sequence[Thread], delay: float) -> Iterator[tuple[Thread, list[Answered]]]:
    """Yield each question with the answers that are to be learned since the one before it, by time."""
    pending: list[tuple[float, int, int]] = []
    answers: list[Answered] = []
    for thread in threads:
        happened = []
        while pending and pending[0][0] + delay <= thread.asked.moment:
            happened.append(answers[heapq.heappop(pending)[2]])
        yield thread, happened
        for answer in thread.answers:
            heapq.heappush(pending, (answer.moment, answer.question, len(answers)))
            answers.append(answer)


def _is_learned(answer: Answered, sample: float) -> bool:
    if sample >= 1.0:
        return True
    digest = sha256(f"{answer.question}/{answer.answerer}/{answer.moment}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < sample * 2**64
