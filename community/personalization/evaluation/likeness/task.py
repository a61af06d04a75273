"""What is measured: texts, and which of them should find which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar

Item = TypeVar("Item")
Kind = Literal["links", "pairs", "candidates"]
LINKS: Final[Kind] = "links"
PAIRS: Final[Kind] = "pairs"
CANDIDATES: Final[Kind] = "candidates"
# Nobody looks further, and nothing is measured further.
DEPTH: Final = 50


@dataclass(frozen=True)
class Text:
    """A question as it was asked; `moment` is None where nobody says when."""

    title: str
    body: str = ""
    language: str = "en"
    moment: float | None = None


@dataclass(frozen=True)
class Wanted:
    """A text, by its number, those that it should find, and the only ones it may find, None for all."""

    text: int
    relevant: frozenset[int]
    among: tuple[int, ...] | None = None


@dataclass
class Task:
    """Texts in the order of time, as far as it is known, and what is wanted of them.

    `kind` says what may be found: with "links" only what was asked before, with "pairs" every other text, with
    "candidates" those that each row names. `unused` counts rows that name a text that is not there.
    """

    kind: Kind
    texts: list[Text] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    unused: int = 0


def sampled(task: Task, *, texts: int, wanted: int) -> Task:
    """Return a task of at most so many texts and so many wanted, evenly out of all; the task itself if it is no larger.

    What is wanted is always among the texts, so there may be more of them when very much is.
    """
    if len(task.texts) <= texts and len(task.wanted) <= wanted:
        return task
    chosen = _evenly(task.wanted, wanted)
    needed = {number for each in chosen for number in (each.text, *each.relevant, *(each.among or ()))}
    others = [number for number in range(len(task.texts)) if number not in needed]
    kept = sorted(needed.union(_evenly(others, max(texts - len(needed), 0))))
    numbers = {old: new for new, old in enumerate(kept)}
    smaller = Task(task.kind, [task.texts[old] for old in kept], unused=task.unused)
    for each in chosen:
        among = None if each.among is None else tuple(numbers[number] for number in each.among)
        relevant = frozenset(numbers[number] for number in each.relevant)
        smaller.wanted.append(Wanted(numbers[each.text], relevant, among))
    return smaller


def _evenly(items: Sequence[Item], most: int) -> list[Item]:
    return list(items) if len(items) <= most else [items[place * len(items) // most] for place in range(most)]


# For each of the wanted, the numbers of the texts that were found, best first.
Found = Sequence[Sequence[int]]
