"""What a question is compared by in the second engine: words and pieces of words, by number, and a vector of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from zlib import crc32

from community.text.terms import pieces_of, strongest, term_weight, unit, words_of

# So many numbers there are for terms: two terms of one community seldom share one.
DIMENSIONS: Final = 2**20
# The number under which it is counted how many texts there are.
EVERY_TEXT: Final = -1
# Neighbours are looked for by the strongest terms only: with more, an index finds little more and takes longer.
STRONGEST: Final = 128
# What somebody asks is in the title and where the question begins; long logs come after.
BODY_CHARS: Final = 1500
_TITLE_COUNTS: Final = 2
# A word has many pieces; together they may say about as much as the word. (Tried on public questions, see the docs.)
_PIECE_SAYS: Final = 0.5

Counts = Mapping[int, int]


def counts_of(title: str, body: str = "", tags: Sequence[str] = ()) -> Counts:
    """Return how often each term is in a question, by number: even ones are words, odd ones pieces of words.

    What is in the title or a tag counts twice; of the body only the beginning is read.
    """
    counts: Counter[int] = Counter()
    for words, times in ((words_of(" ".join([title, *tags])), _TITLE_COUNTS), (words_of(body[:BODY_CHARS]), 1)):
        for number in (*_numbers(words, kind=0), *_numbers(pieces_of(words), kind=1)):
            counts[number] += times
    return counts


def vector_of(counts: Counts, texts: int, with_term: Mapping[int, int]) -> dict[int, float]:
    """Return the terms' weights at length 1, among so many texts of which so many hold each term.

    Counted as if there were one text more that holds none of them, or a community's first questions would say nothing.
    """
    weights = {
        term: term_weight(count, texts + 1, with_term.get(term, 0)) * (_PIECE_SAYS if term % 2 else 1.0)
        for term, count in counts.items()
    }
    return unit(weights)


def core_of(vector: Mapping[int, float]) -> dict[int, float]:
    """Return the strongest terms of a vector at length 1: what its neighbours are looked for by."""
    return unit(strongest(vector, STRONGEST))


def written(vector: Mapping[int, float]) -> str:
    """Return a vector as PostgreSQL's sparsevec spells it; its numbers begin with 1."""
    entries = ",".join(f"{term + 1}:{weight:.6g}" for term, weight in sorted(vector.items()))
    return f"{{{entries}}}/{DIMENSIONS}"


def _numbers(terms: Iterable[str], *, kind: int) -> list[int]:
    return [crc32(term.encode()) % (DIMENSIONS // 2) * 2 + kind for term in terms]
