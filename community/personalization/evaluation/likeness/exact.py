"""Engines in memory that compare a question with every other: the second engine without its index, and simple ones."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.evaluation.likeness.task import DEPTH, LINKS, Found, Task, Text, Wanted
from community.search.terms import counts_of, vector_of
from community.text.terms import term_weight, unit, words_of

Floats = NDArray[np.float64]
Count = Callable[[Text], Mapping[Any, int]]
Weigh = Callable[[Mapping[Any, int], int, Mapping[Any, int]], Mapping[Any, float]]

_SEED: Final = 1


def by_vectors(task: Task) -> Found:
    """Return what the second engine finds when it looks at all vectors: what its index comes close to."""
    return _found(task, lambda text: counts_of(text.title, text.body), vector_of)


def by_words(task: Task) -> Found:
    """Return what a plain comparison of whole words by TF-IDF finds, over all words of both texts."""

    def weigh(counts: Mapping[str, int], texts: int, with_term: Mapping[str, int]) -> Mapping[str, float]:
        return unit({word: term_weight(count, texts, with_term.get(word, 0)) for word, count in counts.items()})

    return _found(task, lambda text: Counter(words_of(f"{text.title} {text.body}")), weigh)


def by_chance(task: Task) -> Found:
    """Return an order by chance, always the same."""
    chance = np.random.default_rng(_SEED)
    return [_best(task, wanted, chance.random(len(task.texts))) for wanted in task.wanted]


class _Places:
    """The vectors of texts, kept by term. All are weighed anew whenever their number has doubled, as in the product."""

    def __init__(self, count: Count, weigh: Weigh) -> None:
        self._count, self._weigh = count, weigh
        self._with_term: Counter[Any] = Counter()
        self._texts: list[Text] = []
        self._weighed_at = 1
        self._places: dict[Any, tuple[array[int], array[float]]] = {}

    def add(self, text: Text) -> None:
        """Take in a text; they are numbered as they come. Counts are not kept: those of many texts fill the memory."""
        counts = self._count(text)
        self._texts.append(text)
        self._with_term.update(counts.keys())
        if len(self._texts) >= 2 * self._weighed_at:
            self._weighed_at = len(self._texts)
            self._places.clear()
            for place, each in enumerate(self._texts):
                self._place(place, self._count(each))
        else:
            self._place(len(self._texts) - 1, counts)

    def likeness(self, text: Text, texts: int) -> Floats:
        """Return the cosines with all texts, out of so many; those that have not come have none."""
        found = np.zeros(texts)
        for term, weight in self._weigh(self._count(text), len(self._texts), self._with_term).items():
            if term in self._places:
                places, weights = self._places[term]
                found[np.frombuffer(places, dtype=np.int64)] += weight * np.frombuffer(weights, dtype=np.float64)
        return found

    def _place(self, place: int, counts: Mapping[Any, int]) -> None:
        for term, weight in self._weigh(counts, len(self._texts), self._with_term).items():
            places, weights = self._places.setdefault(term, (array("q"), array("d")))
            places.append(place)
            weights.append(weight)


def _found(task: Task, count: Count, weigh: Weigh) -> Found:
    """Return what each of the wanted finds; with links, when it was asked, so that nothing later is known."""
    places, found, known = _Places(count, weigh), [], 0
    for wanted in task.wanted:
        until = wanted.text + 1 if task.kind == LINKS else len(task.texts)
        for text in task.texts[known:until]:
            places.add(text)
        known = max(known, until)
        found.append(_best(task, wanted, places.likeness(task.texts[wanted.text], len(task.texts))))
    return found


def _best(task: Task, wanted: Wanted, scores: Floats) -> list[int]:
    """Return those it may find, best first; equal ones by their number, and what is not alike at all not."""
    if wanted.among is not None:
        return sorted(wanted.among, key=lambda number: -scores[number])
    if task.kind == LINKS:
        scores = scores[: wanted.text]
    order = np.argsort(-scores, kind="stable")[: DEPTH + 1]
    return [number for number in order.tolist() if number != wanted.text and scores[number] > 0][:DEPTH]
