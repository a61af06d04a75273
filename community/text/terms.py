"""What texts are compared by: their words, pieces of these, and how much each says.

The rarer a term is among the texts of a community, the more it says about the one that holds it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

Term = TypeVar("Term", str, int)

_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_TAG = re.compile(r"<[^>]*>")
# Beyond these a text says little more about its subject.
_MOST_WORDS: Final = 400
_PIECE: Final = 4


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, tags left out."""
    return _WORD.findall(_TAG.sub(" ", text).casefold())[:_MOST_WORDS]


def pieces_of(words: Iterable[str]) -> list[str]:
    """Return all runs of four letters of the words, with a space where a word begins and ends.

    Inflected forms, compounds and misspellings share most of theirs, in every language and without a stemmer.
    """
    padded = [f" {word} " for word in words]
    return [word[at : at + _PIECE] for word in padded for at in range(max(len(word) - _PIECE, 0) + 1)]


def term_weight(count: float, texts: int, with_term: int) -> float:
    """Return what a term says that a text holds so often: (1 + ln tf) ln((1 + N) / (1 + df))."""
    return (1.0 + math.log(count)) * math.log((1.0 + texts) / (1.0 + with_term))


def strongest(weights: Mapping[Term, float], most: int) -> dict[Term, float]:
    """Return so many terms that say most; equal ones by the order of terms, so that a repetition gives the same."""
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most])


def unit(weights: Mapping[Term, float]) -> dict[Term, float]:
    """Return the weights scaled to length 1, without those that say nothing. Empty for none."""
    length = math.sqrt(sum(each * each for each in weights.values()))
    return {term: each / length for term, each in weights.items() if each > 0} if length else {}
