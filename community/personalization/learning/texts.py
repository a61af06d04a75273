"""What texts are about: words weighed by how rare they are, profiles of people, and the nearest earlier questions.

Everything is counted as the texts come by, so that a text is only ever weighed by those before it.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.text.terms import strongest, term_weight, unit

# A word that one in so many people wrote about is kept as a full table: it is smaller then, and faster.
_COMMON: Final = 8
_FEWEST: Final = 64
# The rarest words find the nearest questions; the common ones are on every list and only cost time.
_RAREST: Final = 32

Vector = dict[str, float]


def rarest(vector: Vector) -> Vector:
    """Return the words that say most; equal ones in the order of the alphabet, so that a replay gives the same."""
    return strongest(vector, _RAREST)


class Vocabulary:
    """In how many texts each word has been: the rarer, the more it says."""

    def __init__(self) -> None:
        self._texts = 0
        self._with_word: Counter[str] = Counter()

    @property
    def texts(self) -> int:
        """Return how many texts have been counted."""
        return self._texts

    def texts_with(self, word: str) -> int:
        """Return how many of the texts have the word."""
        return self._with_word[word]

    def vector(self, words: Iterable[str]) -> Vector:
        """Return the words' weights, (1 + ln tf) ln((1 + N) / (1 + df)), scaled to length 1. Empty for no words."""
        return unit(
            {word: term_weight(count, self._texts, self._with_word[word]) for word, count in Counter(words).items()}
        )

    def learn(self, words: Iterable[str]) -> None:
        """Count a text."""
        self._texts += 1
        self._with_word.update(set(words))


class _Row:
    """Numbers of people or questions with an amount for each, as one row of a table that is mostly empty."""

    def __init__(self) -> None:
        self._keys, self._amounts = array("q"), array("d")
        self._places: dict[int, int] = {}
        # Where the row begins: what was dropped in front of it is cut off at times.
        self._start = 0

    @property
    def size(self) -> int:
        """Return how many keys there are."""
        return len(self._places)

    def get(self, key: int) -> float:
        """Return the amount at a key, 0.0 where there is none."""
        place = self._places.get(key)
        return 0.0 if place is None else self._amounts[place]

    def add(self, key: int, amount: float) -> float:
        """Add to the amount at a key, of which a new one stands last; return what was there before."""
        place = self._places.get(key)
        if place is None:
            self._places[key] = len(self._keys)
            self._keys.append(key)
            self._amounts.append(amount)
            return 0.0
        before = self._amounts[place]
        self._amounts[place] = before + amount
        return before

    def drop_first(self) -> bool:
        """Take the first key out; return whether others are left."""
        del self._places[self._keys[self._start]]
        self._start += 1
        if 2 * self._start > len(self._keys):
            self._keys, self._amounts = self._keys[self._start :], self._amounts[self._start :]
            self._places = {key: place for place, key in enumerate(self._keys)}
            self._start = 0
        return bool(self._places)

    def add_to(self, sums: NDArray[np.float64], weight: float, first: int = 0) -> None:
        """Add the amounts, times a weight, to the sums at their keys counted from `first`."""
        keys, amounts = np.frombuffer(self._keys, dtype=np.int64), np.frombuffer(self._amounts, dtype=np.float64)
        if self._start:
            keys, amounts = keys[self._start :], amounts[self._start :]
        sums[keys - first if first else keys] += weight * amounts


class _OfWord:
    """How much of everybody's profile is one word; zeros are kept only where most are none."""

    def __init__(self) -> None:
        self._few: _Row | None = _Row()
        self._all = np.zeros(0)
        self._people = 0

    def get(self, person: int) -> float:
        """Return a person's amount, 0.0 for none."""
        if self._few is not None:
            return self._few.get(person)
        return float(self._all[person]) if person < self._all.size else 0.0

    def add(self, person: int, amount: float) -> float:
        """Add to a person's amount; return what was there before."""
        self._people = max(self._people, person + 1)
        if self._few is not None:
            before = self._few.add(person, amount)
            if self._few.size >= _FEWEST and self._few.size * _COMMON > self._people:
                self._reach(self._people)
                self._few.add_to(self._all, 1.0)
                self._few = None
            return before
        self._reach(self._people)
        before = float(self._all[person])
        self._all[person] = before + amount
        return before

    def add_to(self, sums: NDArray[np.float64], weight: float) -> None:
        """Add everybody's amount, times a weight, to their sum; there is one for everybody."""
        if self._few is not None:
            self._few.add_to(sums, weight)
        else:
            sums[: self._people] += weight * self._all[: self._people]

    def _reach(self, people: int) -> None:
        if people > self._all.size:
            self._all = np.concatenate((self._all, np.zeros(max(people, 2 * self._all.size) - self._all.size)))


class Profiles:
    """What each person has answered about: the sum of the questions' vectors, fading.

    Instead of letting all of it fade at every step, later texts weigh more by the same factor: directions are equal.
    """

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life
        self._begun: float | None = None
        self._people: dict[str, _OfWord] = {}
        self._squares = np.zeros(64)

    @property
    def begun(self) -> float | None:
        """Return the moment from which the later weigh more, None before the first answer."""
        return self._begun

    def begin(self, moment: float | None) -> None:
        """Take back what `begun` returned, before anything is added."""
        self._begun = moment

    def add(self, person: int, vector: Vector, moment: float) -> None:
        """Count that a person answered a question of this vector."""
        if self._begun is None:
            self._begun = moment
        factor = 2.0 ** ((moment - self._begun) / self.half_life)
        self._reach(person + 1)
        square = float(self._squares[person])
        for word, weight in vector.items():
            if (of_word := self._people.get(word)) is None:
                of_word = self._people[word] = _OfWord()
            added = factor * weight
            before = of_word.add(person, added)
            square += added * (2.0 * before + added)
        self._squares[person] = square

    def similarity(self, vector: Vector, people: int) -> NDArray[np.float64]:
        """Return the cosine between a question and each of the first so many people; 0 for those without a profile."""
        self._reach(people)
        products = np.zeros(self._squares.size)
        for word, weight in vector.items():
            if (row := self._people.get(word)) is not None:
                row.add_to(products, weight)
        lengths = np.sqrt(self._squares[:people])
        return np.divide(products[:people], lengths, out=np.zeros(people), where=lengths > 0)

    def similarity_without(self, person: int, vector: Vector, left_out: Sequence[tuple[Vector, float]]) -> float:
        """Return the person's cosine to the vector as if they had not answered these, each a vector and a moment."""
        begun, taken = self._begun or 0.0, dict[str, float]()
        for answered, moment in left_out:
            factor = 2.0 ** ((moment - begun) / self.half_life)
            for word, weight in answered.items():
                taken[word] = taken.get(word, 0.0) + factor * weight
        before = float(self._squares[person]) if person < self._squares.size else 0.0
        square = before + sum(amount * (amount - 2.0 * self._of(word, person)) for word, amount in taken.items())
        # Where all is left out, rounding may leave a trace.
        if square <= before * 1e-9:
            return 0.0
        product = sum(weight * (self._of(word, person) - taken.get(word, 0.0)) for word, weight in vector.items())
        return float(product / np.sqrt(square))

    def _of(self, word: str, person: int) -> float:
        row = self._people.get(word)
        return row.get(person) if row is not None else 0.0

    def words_of(self, person: int, most: int) -> list[tuple[str, float]]:
        """Return the words that say most of what a person answered about, with their shares of a profile of length 1."""
        length = float(np.sqrt(self._squares[person])) if person < self._squares.size else 0.0
        own = ((word, row.get(person)) for word, row in self._people.items())
        found = sorted(((word, amount) for word, amount in own if amount > 0), key=lambda item: (-item[1], item[0]))
        return [(word, amount / length) for word, amount in found[:most]] if length else []

    def _reach(self, people: int) -> None:
        if people > self._squares.size:
            self._squares = np.concatenate((self._squares, np.zeros(max(people, self._squares.size))))


class NearestQuestions:
    """The last questions with who answered them, to find those like a new one. They are numbered as they come."""

    def __init__(self, *, remembered: int, nearest: int) -> None:
        self.remembered, self.nearest = remembered, nearest
        self._first = 0
        self._vectors: deque[Vector] = deque()
        self._answerers: deque[set[int]] = deque()
        self._with_word: dict[str, _Row] = {}
        self._places: dict[int, int] = {}
        self._questions: deque[int] = deque()

    def add(self, question: int, vector: Vector) -> None:
        """Remember a question; the oldest is forgotten when there are too many."""
        place = self._first + len(self._vectors)
        self._places[question] = place
        self._questions.append(question)
        self._vectors.append(rarest(vector))
        self._answerers.append(set())
        for word, weight in self._vectors[-1].items():
            if (with_word := self._with_word.get(word)) is None:
                with_word = self._with_word[word] = _Row()
            with_word.add(place, weight)
        if len(self._vectors) > self.remembered:
            self._forget_oldest()

    def answered(self, question: int, person: int) -> None:
        """Remember who answered a question; one that is forgotten by now stays so."""
        place = self._places.get(question)
        if place is not None:
            self._answerers[place - self._first].add(person)

    def votes(self, vector: Vector, people: int) -> NDArray[np.float64]:
        """Return the sum of squared similarities of the nearest questions that each person answered."""
        votes = np.zeros(people)
        for index, similarity in self._nearest_to(vector):
            vote = similarity**2
            for person in self._answerers[index]:
                votes[person] += vote
        return votes

    def answered_by(self, vector: Vector) -> list[tuple[int, float, frozenset[int]]]:
        """Return the questions behind the votes, the nearest first: each with its similarity and who answered it."""
        return [
            (self._questions[index], similarity, frozenset(self._answerers[index]))
            for index, similarity in self._nearest_to(vector)
        ]

    def _nearest_to(self, vector: Vector) -> Iterator[tuple[int, float]]:
        """Return the places, counted from the oldest, of the nearest that have anything in common with the vector."""
        similar = np.zeros(len(self._vectors))
        for word, weight in rarest(vector).items():
            if (row := self._with_word.get(word)) is not None:
                row.add_to(similar, weight, self._first)
        # Only those at least as near as the last that is wanted are put in order; of equal ones the older comes first.
        beyond = similar.size - self.nearest
        least = np.partition(similar, beyond)[beyond] if beyond > 0 else 0.0
        near = np.flatnonzero((similar > 0) & (similar >= least))
        near = near[np.argsort(-similar[near], kind="stable")][: self.nearest]
        return zip(near.tolist(), similar[near].tolist(), strict=True)

    def _forget_oldest(self) -> None:
        for word in self._vectors.popleft():
            if not self._with_word[word].drop_first():
                del self._with_word[word]
        self._answerers.popleft()
        del self._places[self._questions.popleft()]
        self._first += 1
