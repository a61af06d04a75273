"""What is remembered of a community: who answered what, when, in which language and about what."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.learning.counters import DAY, FadingCounts, HourCounts
from community.personalization.learning.texts import NearestQuestions, Profiles, Vector, Vocabulary
from community.text.terms import words_of

Floats = NDArray[np.float64]

# How many questions back somebody's answer still says what they know.
REMEMBERED: Final = 6000


@dataclass(frozen=True)
class Asked:
    """All that may be known of a question when somebody is looked for who could answer: nothing of what came later."""

    question: int
    asker: str
    moment: float
    language: str
    topic: str
    text: str


@dataclass
class _Remembered:
    """A question of late: what it is about, and who has answered it."""

    vector: Vector
    answerers: set[int] = field(default_factory=set)
    accepted: set[int] = field(default_factory=set)


class State:
    """Everything that features are made of. People get numbers in the order in which they first answered."""

    def __init__(self) -> None:
        self.people: dict[str, int] = {}
        self.last_7, self.last_30, self.last_180 = (FadingCounts(days * DAY) for days in (7, 30, 180))
        self.ever = FadingCounts(1e12)
        self.by_language: dict[str, tuple[FadingCounts, FadingCounts]] = {}
        self.by_topic: dict[str, FadingCounts] = {}
        self.hours = HourCounts(60 * DAY)
        self.vocabulary = Vocabulary()
        self.profiles = Profiles(180 * DAY)
        self.nearest = NearestQuestions(remembered=REMEMBERED, nearest=60)
        self.last_answer = np.zeros(0)
        self._remembered: OrderedDict[int, _Remembered] = OrderedDict()
        # The text that was read last, by how many had been counted: it is ranked for first, and then learned.
        self._read: tuple[tuple[str, int], list[str], Vector] | None = None

    def vector_of(self, asked: Asked) -> Vector:
        """Return the question's vector by the words known so far."""
        known = self._remembered.get(asked.question)
        return known.vector if known is not None else self._words_and_vector(asked.text)[1]

    def learn_question(self, asked: Asked) -> None:
        """Take note that a question was asked."""
        self.remember(asked.question, *self._words_and_vector(asked.text))

    def _words_and_vector(self, text: str) -> tuple[list[str], Vector]:
        key, read = (text, self.vocabulary.texts), self._read
        if read is None or read[0] != key:
            words = words_of(text)
            self._read = read = key, words, self.vocabulary.vector(words)
        return read[1], read[2]

    def remember(self, question: int, words: Sequence[str], vector: Vector) -> None:
        """Count a question's words, and keep its vector as it was by the words known before."""
        self.vocabulary.learn(words)
        self._remembered[question] = _Remembered(vector)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        self.nearest.add(question, vector)

    def learn_answer(self, asked: Asked, answerer: str, moment: float) -> bool:
        """Take note that somebody answered the question; return whether it counts.

        Of a person's answers to one question the first counts: writing many makes nobody an expert. What was asked too
        long ago to be remembered teaches when somebody is around, not what they know.
        """
        person = self.people.setdefault(answerer, len(self.people))
        known = self._remembered.get(asked.question)
        if known is not None and person in known.answerers:
            return False
        if known is not None:
            self.remember_answer(asked.question, person, moment)
        for about, key in (("all", ""), ("language", asked.language), ("topic", asked.topic)):
            for counts in self.counters_of(about, key):
                counts.add(person, moment)
        self.hours.add(person, moment)
        self.answered_at(person, moment)
        return True

    def counters_of(self, about: str, key: str) -> tuple[FadingCounts, ...]:
        """Return the counters of everything ("all"), of a "language" or of a "topic", the shortest half-life first."""
        if about == "language":
            return self.by_language.setdefault(key, (FadingCounts(7 * DAY), FadingCounts(30 * DAY)))
        if about == "topic":
            return (self.by_topic.setdefault(key, FadingCounts(90 * DAY)),)
        return self.last_7, self.last_30, self.last_180, self.ever

    def remember_answer(self, question: int, person: int, moment: float) -> None:
        """Keep what an answer to a remembered question says of what somebody knows."""
        known = self._remembered[question]
        known.answerers.add(person)
        self.profiles.add(person, known.vector, moment)
        self.nearest.answered(question, person)

    def answered_at(self, person: int, moment: float) -> None:
        """Keep when somebody answered last."""
        if person >= self.last_answer.size:
            more = max(64, self.last_answer.size, person + 1 - self.last_answer.size)
            self.last_answer = np.concatenate((self.last_answer, np.zeros(more)))
        self.last_answer[person] = max(self.last_answer[person], moment)

    def remembers(self, question: int) -> bool:
        """Return whether the question is one of the last that are kept with who answered them."""
        return question in self._remembered

    def likeness_without(
        self,
        person: int,
        vector: Vector,
        answers: Mapping[int, float],
        nearest: Sequence[tuple[int, float, frozenset[int]]],
    ) -> tuple[float, float]:
        """Return how like the vector the person's profile is without these answers, and their votes among the nearest.

        `answers` are questions with the moments of the answers; one that is no longer remembered stays in the profile.
        `nearest` is what `self.nearest.answered_by` returns of the vector.
        """
        known = [(self._remembered[each].vector, at) for each, at in answers.items() if each in self._remembered]
        votes = sum(like**2 for each, like, by in nearest if person in by and each not in answers)
        return self.profiles.similarity_without(person, vector, known), votes

    def learn_acceptance(self, question: int, person: int) -> bool:
        """Take note that a person's answer was accepted; return whether that is news of an answer that is remembered."""
        known = self._remembered.get(question)
        if known is None or person not in known.answerers or person in known.accepted:
            return False
        known.accepted.add(person)
        return True

    def remembered(self) -> list[tuple[int, Vector, frozenset[int], frozenset[int]]]:
        """Return the last questions with their vectors, who answered them and whose answers were accepted, in order."""
        return [
            (question, known.vector, frozenset(known.answerers), frozenset(known.accepted))
            for question, known in self._remembered.items()
        ]

    def answerers_of(self, question: int) -> frozenset[int]:
        """Return who has answered a question so far, while it is remembered."""
        known = self._remembered.get(question)
        return frozenset(known.answerers) if known is not None else frozenset()
