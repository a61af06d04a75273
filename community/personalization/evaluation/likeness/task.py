"""What is measured: texts, and which of them should find which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

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


# For each of the wanted, the numbers of the texts that were found, best first.
Found = Sequence[Sequence[int]]
