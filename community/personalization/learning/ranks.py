"""How high the people who answered stood on a list."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ranks_of(scores: Floats, wanted: Collection[int]) -> list[float]:
    """Return the ranks, from 1, of the wanted in the order of their scores; those with equal scores share the middle."""
    found = []
    for index in wanted:
        above, same = int((scores > scores[index]).sum()), int((scores == scores[index]).sum())
        found.append(above + (same + 1) / 2)
    return sorted(found)


def reciprocal_rank(scores: Floats, wanted: Collection[int]) -> float:
    """Return one over the rank of the highest of the wanted, 0 for none."""
    ranks = ranks_of(scores, wanted)
    return 1.0 / ranks[0] if ranks else 0.0
