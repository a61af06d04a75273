"""Replaying a past in the order of time: before every question everybody is ranked, and only then anything is learned."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.evaluation.baselines import BASELINES
from community.personalization.evaluation.history import Answered, Thread
from community.personalization.evaluation.metrics import measures
from community.personalization.learning.learner import LABELLED_AFTER, Learner
from community.personalization.learning.model import Model
from community.personalization.learning.ranks import rank_of
from community.personalization.learning.state import Asked

Floats = NDArray[np.float64]
Scores = Mapping[str, Floats]

ROUTER: Final = "router"
GATED: Final = "gated"
LABELS: Final = ("accepted", "first", "any")
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


class _Replay:
    """A community on its way through its past."""

    def __init__(self, threads: Sequence[Thread], *, learns: bool, delay: float = 0.0) -> None:
        self.learner = Learner(learns=learns, labelled_after=LABELLED_AFTER + delay)
        self.done = Replayed(model=self.learner.model)
        self._asked = {thread.asked.question: thread.asked for thread in threads}

    def learn(self, answer: Answered) -> None:
        """Learn that somebody answered."""
        self.learner.answer(self._asked[answer.question], answer.answerer, answer.moment)

    def rank(self, asked: Asked, *, baselines: bool = True) -> Scores:
        """Rank everybody for a question that is asked now, by the model and by every simple way; then learn of it."""
        standing = self.learner.stand(asked)
        state, scores = self.learner.state, {ROUTER: standing.model}
        for name, rank in BASELINES.items() if baselines else ():
            scores[name] = standing.without_asker(rank(state, asked, standing.rows))
        self.learner.ask(asked, standing)
        return scores

    def measure(self, thread: Thread, scores: Scores) -> None:
        """Write down how high those stood who answered."""
        champion = ROUTER if self.learner.gate.serves_model else SIMPLE
        self.done.served[champion] = self.done.served.get(champion, 0) + 1
        wanted = {
            "accepted": {thread.accepted} - {""},
            "first": {thread.answers[0].answerer},
            "any": {answer.answerer for answer in thread.answers},
        }
        places = {name: self._places(score, wanted["any"]) for name, score in scores.items()}
        for name, place in {**places, GATED: places[champion]}.items():
            for label, people in wanted.items():
                if people:
                    ranks = sorted(place[person] for person in people if person in place)
                    self.done.by_label[label].setdefault(name, []).append(measures(ranks, len(people)))

    def _places(self, scores: Floats, people: set[str]) -> dict[str, float]:
        """Return the ranks of those among the people who could have been ranked."""
        known = {name: self.learner.state.people.get(name, scores.size) for name in people}
        return {name: rank_of(scores, number) for name, number in known.items() if number < scores.size}


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
        is_measured = thread.asked.question in measured
        scores = run.rank(thread.asked, baselines=is_measured)
        if is_measured:
            run.measure(thread, scores)
    return run.done


def _in_order(threads: Sequence[Thread], delay: float) -> Iterator[tuple[Thread, list[Answered]]]:
    """Yield each question with the answers that are to be learned since the one before it, by time."""
    pending: list[tuple[float, int, int]] = []
    answers: list[Answered] = []
    for thread in threads:
        happened = []
        # What happened in the same second, or on the same day where only days are known, may have come later.
        while pending and pending[0][0] + delay < thread.asked.moment:
            happened.append(answers[heapq.heappop(pending)[2]])
        yield thread, happened
        for answer in thread.answers:
            heapq.heappush(pending, (answer.moment, answer.question, len(answers)))
            answers.append(answer)


def _is_learned(answer: Answered, sample: float) -> bool:
    if sample >= 1.0:
        return True
    digest = sha256(f"{answer.question}/{answer.answerer}/{answer.moment}".encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") < sample * 2**64
