"""How long people stay, when nobody says that they leave: they have left once they have been quiet for long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

# After so many seconds without an act somebody counts as gone (features.md E2): 60 days.
QUIET: Final = 60 * 86_400.0


def inactivity(
    acts: Sequence[Sequence[float]], now: float, quiet: float = QUIET
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return how long each stayed, from their first act on, and whether they have left, for `kaplan_meier`.

    `acts` are the moments of each person's acts, in seconds. Somebody has left when the first `quiet` stretch is over,
    even if they came back later; who has not is watched until now.
    """
    stayed, left = [], []
    for moments in acts:
        ordered = np.sort(np.append(np.asarray(moments, dtype=np.float64), now))
        over = np.flatnonzero(np.diff(ordered) >= quiet)
        end = ordered[over[0]] + quiet if over.size else now
        stayed.append(end - ordered[0])
        left.append(bool(over.size))
    return np.array(stayed, dtype=np.float64), np.array(left, dtype=np.bool_)
