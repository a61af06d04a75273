"""What texts are about: words weighed by how rare they are, profiles of people, and the nearest earlier questions.

Everything is counted as the texts come by, so that a text is only ever weighed by those before it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, deque
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_TAG = re.compile(r"<[^>]*>")
# Beyond these a text says little more about its subject.
_MOST_WORDS = 400
# The rarest words find the nearest questions; the common ones are on every list and only cost time.
_RAREST = 32

Vector = dict[str, float]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, tags left out."""
    return _WORD.findall(_TAG.sub(" ", text).casefold())[:_MOST_WORDS]


def rarest(vector: Vector) -> Vector:
    """Return the words that say most; equal ones in the order of the alphabet, so that a replay gives the same."""
    return dict(sorted(vector.items(), key=lambda item: (-item[1], item[0]))[:_RAREST])


class Vocabulary:
    """In how many texts each word has been: the rarer, the more it says."""

    def __init__(self) -> None:
        self._texts = 0
        self._with_word: Counter[str] = Counter()

    def vector(self, words: Iterable[str]) -> Vector:
        """Return the words' weights, (1 + ln tf) ln((1 + N) / (1 + df)), scaled to length 1. Empty for no words."""
        weights = {
            word: (1.0 + math.log(count)) * math.log((1.0 + self._texts) / (1.0 + self._with_word[word]))
            for word, count in Counter(words).items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {word: weight / length for word, weight in weights.items() if weight > 0} if length else {}

    def learn(self, words: Iterable[str]) -> None:
        """Count a text."""
        self._texts += 1
        self._with_word.update(set(words))


class Profiles:
    """What each person has answered about: the sum of the questions' vectors, fading.

    Instead of letting all of it fade at every step, later texts weigh more by the same factor: directions are equal.
    """

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life
        self._begun: float | None = None
        self._people: dict[str, dict[int, float]] = {}
        self._squares = np.zeros(64)

    def add(self, person: int, vector: Vector, moment: float) -> None:
        """Count that a person answered a question of this vector."""
        if self._begun is None:
            self._begun = moment
        factor = 2.0 ** ((moment - self._begun) / self.half_life)
        self._reach(person + 1)
        square = float(self._squares[person])
        for word, weight in vector.items():
            of_word = self._people.setdefault(word, {})
            before, added = of_word.get(person, 0.0), factor * weight
            of_word[person] = before + added
            square += added * (2.0 * before + added)
        self._squares[person] = square

    def similarity(self, vector: Vector, people: int) -> NDArray[np.float64]:
        """Return the cosine between a question and each of the first so many people; 0 for those without a profile."""
        self._reach(people)
        products = np.zeros(people)
        for word, weight in vector.items():
            for person, amount in self._people.get(word, {}).items():
                products[person] += weight * amount
        lengths = np.sqrt(self._squares[:people])
        return np.divide(products, lengths, out=np.zeros(people), where=lengths > 0)

    def _reach(self, people: int) -> None:
        if people > self._squares.size:
            self._squares = np.concatenate((self._squares, np.zeros(max(people, self._squares.size))))


class NearestQuestions:
    """The last questions with who answered them, to find those like a new one."""

    def __init__(self, *, remembered: int, nearest: int) -> None:
        self.remembered, self.nearest = remembered, nearest
        self._order: deque[int] = deque()
        self._vectors: dict[int, Vector] = {}
        self._with_word: dict[str, dict[int, float]] = {}
        self._answerers: dict[int, set[int]] = {}

    def add(self, question: int, vector: Vector) -> None:
        """Remember a question; the oldest is forgotten when there are too many."""
        self._order.append(question)
        self._vectors[question], self._answerers[question] = rarest(vector), set()
        for word, weight in self._vectors[question].items():
            self._with_word.setdefault(word, {})[question] = weight
        if len(self._order) > self.remembered:
            self._forget(self._order.popleft())

    def answered(self, question: int, person: int) -> None:
        """Remember who answered a question; one that is forgotten by now stays so."""
        if question in self._answerers:
            self._answerers[question].add(person)

    def votes(self, vector: Vector, people: int) -> NDArray[np.float64]:
        """Return the sum of squared similarities of the nearest questions that each person answered."""
        similar: dict[int, float] = {}
        for word, weight in rarest(vector).items():
            for question, other in self._with_word.get(word, {}).items():
                similar[question] = similar.get(question, 0.0) + weight * other
        votes = np.zeros(people)
        for question, similarity in sorted(similar.items(), key=lambda item: (-item[1], item[0]))[: self.nearest]:
            for person in self._answerers[question]:
                votes[person] += similarity * similarity
        return votes

    def _forget(self, question: int) -> None:
        for word in self._vectors.pop(question):
            del self._with_word[word][question]
            if not self._with_word[word]:
                del self._with_word[word]
        del self._answerers[question]
