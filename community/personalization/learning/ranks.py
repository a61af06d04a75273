"""How high the people who answered stood on a list."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ranks_of(scores: Floats, wanted: Collection[int]) -> list[float]:
    """Return the ranks, from 1, of the wanted in the order of their scores; those with equal scores share the middle."""
    return sorted(rank_of(scores, index) for index in wanted)


def rank_of(scores: Floats, index: int) -> float:
    """Return the rank, from 1, of one score; equal scores share the middle."""
    own = scores[index]
    above, same = int(np.count_nonzero(scores > own)), int(np.count_nonzero(scores == own))
    return above + (same + 1) / 2


def reciprocal_rank(scores: Floats, wanted: Collection[int]) -> float:
    """Return one over the rank of the highest of the wanted, 0 for none."""
    ranks = ranks_of(scores, wanted)
    return 1.0 / ranks[0] if ranks else 0.0
