"""One community as it learns: the fold that the product and the evaluator share.

What happens is told to a learner in one order, and the same order gives the same learner to the bit. When a question is
asked, everybody is ranked by what was known then; whoever answers teaches the weights by exactly those numbers.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.learning.counters import DAY
from community.personalization.learning.features import features
from community.personalization.learning.gate import ChampionGate
from community.personalization.learning.model import Model
from community.personalization.learning.ranks import reciprocal_rank
from community.personalization.learning.simple import simple_scores
from community.personalization.learning.state import Asked, State

Floats = NDArray[np.float64]

# A question counts for the gate once it is so old, by when most who answer have, or when it is about to teach no more.
LABELLED_AFTER: Final = 3 * DAY
# The weights learn from answers to the last so many questions; what is answered later teaches the counters only.
TEACHABLE: Final = 1000
# That an answer was accepted says twice as much as that it was given.
ACCEPTED: Final = 2.0


@dataclass(frozen=True)
class Standing:
    """How everybody stood when a question was asked: nothing that is learned from it later is any newer.

    One row and one score for each person known then, by their numbers. The asker's scores are minus infinity.
    """

    rows: Floats
    model: Floats
    simple: Floats

    @property
    def people(self) -> int:
        """Return how many people were known."""
        return int(self.rows.shape[0])

    def without_asker(self, scores: Floats) -> Floats:
        """Return other scores of the same people with the asker at the very end."""
        return np.where(np.isneginf(self.model), -np.inf, scores)


class Learner:
    """What a community has learned, and what it needs to go on. `count` is how many questions it has been told of."""

    def __init__(self, *, learns: bool = True, labelled_after: float = LABELLED_AFTER) -> None:
        self.learns, self.labelled_after = learns, labelled_after
        self.state, self.model, self.gate = State(), Model(), ChampionGate()
        self.count = 0
        # The questions that still teach the weights, by their number; whoever keeps them elsewhere may leave some out.
        self.standings: OrderedDict[int, tuple[int, Standing]] = OrderedDict()
        # When each question was asked that is not old enough to count for the gate.
        self.unlabelled: OrderedDict[int, float] = OrderedDict()

    @property
    def teaches_from(self) -> int:
        """Return the number of the oldest question that still teaches the weights."""
        return self.count - TEACHABLE + 1

    def labelled_by(self, moment: float, questions: int) -> set[int]:
        """Return of which questions the gate hears when so many more are asked, the last of them at the moment."""
        old = {question for question, asked in self.unlabelled.items() if asked <= moment - self.labelled_after}
        return old | {*islice(self.unlabelled, max(len(self.unlabelled) + questions - TEACHABLE, 0))}

    def stand(self, asked: Asked) -> Standing:
        """Return how everybody stands for a question that is asked now, after the gate heard of the older ones."""
        self._label(asked.moment - self.labelled_after)
        rows = features(self.state, asked)
        model, simple = self.model.scores(rows), simple_scores(self.state, asked, rows.shape[0])
        asker = self.state.people.get(asked.asker)
        if asker is not None:
            model[asker] = simple[asker] = -np.inf
        return Standing(rows, model, simple)

    def ask(self, asked: Asked, standing: Standing) -> None:
        """Learn that the question was asked, and remember how everybody stood."""
        self.count += 1
        self.unlabelled[asked.question] = asked.moment
        # A question whose standing goes is old enough for the gate, which would never hear of it.
        while len(self.unlabelled) > TEACHABLE:
            self._label_oldest()
        self.standings[asked.question] = (self.count, standing)
        while next(iter(self.standings.values()))[0] < self.teaches_from:
            self.standings.popitem(last=False)
        self.state.learn_question(asked)

    def answer(self, asked: Asked, answerer: str, moment: float) -> bool:
        """Learn that somebody answered: the counters, and the weights by what was known when it was asked.

        Return whether it counts: see State.learn_answer.
        """
        before = self.state.answerers_of(asked.question)
        if not self.state.learn_answer(asked, answerer, moment):
            return False
        self._teach(asked.question, self.state.people[answerer], before)
        return True

    def accept(self, question: int, answerer: str) -> bool:
        """Learn that somebody's answer was accepted: the same step of the weights once more, twice as long.

        Return whether it counts: once for each person and question, and only while the answer is remembered.
        """
        person = self.state.people.get(answerer)
        if person is None or not self.state.learn_acceptance(question, person):
            return False
        self._teach(question, person, self.state.answerers_of(question) - {person}, weight=ACCEPTED)
        return True

    def _teach(self, question: int, person: int, others: Iterable[int], *, weight: float = 1.0) -> None:
        _number, standing = self.standings.get(question, (0, None))
        if not self.learns or standing is None or person >= standing.people or np.isneginf(standing.model[person]):
            return
        # Whoever had answered already, and the asker, could not have been chosen any more.
        left = ~np.isneginf(standing.model)
        left[[other for other in others if other < standing.people]] = False
        self.model.learn(standing.rows[left], int(np.count_nonzero(left[:person])), weight=weight)

    def _label(self, until: float) -> None:
        """Tell the gate of the questions that have become old enough."""
        while self.unlabelled and next(iter(self.unlabelled.values())) <= until:
            self._label_oldest()

    def _label_oldest(self) -> None:
        question, _moment = self.unlabelled.popitem(last=False)
        _number, standing = self.standings.get(question, (0, None))
        answerers = self.state.answerers_of(question)
        if answerers and standing is not None:
            found = [person for person in answerers if person < standing.people]
            model, simple = (reciprocal_rank(scores, found) for scores in (standing.model, standing.simple))
            self.gate.learn(model=model, simple=simple)
