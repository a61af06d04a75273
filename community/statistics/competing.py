"""How often something happens by a time, when other endings make it impossible (Aalen and Johansen).

Counting other endings as censored would say how many would be solved if nothing else ever happened to a question; the
cumulative incidence says how many are. The formula is features.md E2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

CENSORED = 0


@dataclass(frozen=True)
class Incidence:
    """The share that has ended in one way by each time: CIF_k(t), a step function that rises at `times`."""

    times: NDArray[np.float64]
    share: NDArray[np.float64]

    def by(self, t: float) -> float:
        """Return the share that has ended so by t."""
        index = int(np.searchsorted(self.times, t, side="right")) - 1
        return float(self.share[index]) if index >= 0 else 0.0


def aalen_johansen(durations: ArrayLike, endings: ArrayLike) -> dict[int, Incidence]:
    """Return the incidence of every way of ending that occurs; ending 0 is censored.

    CIF_k(t) = sum over t_j <= t of S(t_{j-1}) m_jk / r_j, where S falls at endings of every kind.
    """
    length = np.asarray(durations, dtype=np.float64)
    ending = np.asarray(endings, dtype=np.int64)
    times, ended = np.unique(length[ending != CENSORED], return_counts=True)
    at_risk = length.size - np.searchsorted(np.sort(length), times, side="left")
    survival = np.cumprod(1.0 - ended / at_risk)
    before = np.concatenate(([1.0], survival[:-1])) if times.size else survival
    found = {}
    for kind in np.unique(ending[ending != CENSORED]):
        of_kind = np.sort(length[ending == kind])
        count = np.searchsorted(of_kind, times, side="right") - np.searchsorted(of_kind, times, side="left")
        found[int(kind)] = Incidence(times=times, share=np.cumsum(before * count / at_risk))
    return found
