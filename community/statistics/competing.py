"""How often something happens by a time, when other endings make it impossible (Aalen and Johansen).

Counting other endings as censored would say how many would be solved if nothing else ever happened to a question; the
cumulative incidence says how many are. The formula is features.md E2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from community.statistics.survival import log_log_band

CENSORED = 0


@dataclass(frozen=True)
class Incidence:
    """The share that has ended in one way by each time: CIF_k(t), a step function that rises at `times`.

    `variance` is that of the share, by the delta method (Collett, Modelling Survival Data in Medical Research, ch. 12).
    """

    times: NDArray[np.float64]
    share: NDArray[np.float64]
    variance: NDArray[np.float64]

    def by(self, t: float) -> float:
        """Return the share that has ended so by t."""
        index = int(np.searchsorted(self.times, t, side="right")) - 1
        return float(self.share[index]) if index >= 0 else 0.0

    def interval_by(self, t: float, level: float = 0.95) -> tuple[float, float]:
        """Return where the share lies with this confidence, on the scale of log(-log CIF). No width before the first."""
        index = int(np.searchsorted(self.times, t, side="right")) - 1
        if index < 0:
            return 0.0, 0.0
        low, high = log_log_band(self.share[index : index + 1], self.variance[index : index + 1], level)
        return float(low[0]), float(high[0])


def aalen_johansen(durations: ArrayLike, endings: ArrayLike) -> dict[int, Incidence]:
    """Return the incidence of every way of ending that occurs; ending 0 is censored.

    CIF_k(t) = sum over t_j <= t of S(t_{j-1}) m_jk / r_j, where S falls at endings of every kind.
    """
    length = np.asarray(durations, dtype=np.float64)
    ending = np.asarray(endings, dtype=np.int64)
    times, ended = np.unique(length[ending != CENSORED], return_counts=True)
    at_risk = length.size - np.searchsorted(np.sort(length), times, side="left")
    survival: NDArray[np.float64] = np.cumprod(1.0 - ended / at_risk, dtype=np.float64)
    before: NDArray[np.float64] = np.concatenate(([1.0], survival[:-1])) if times.size else survival
    found = {}
    for kind in np.unique(ending[ending != CENSORED]):
        of_kind = np.sort(length[ending == kind])
        count = np.searchsorted(of_kind, times, side="right") - np.searchsorted(of_kind, times, side="left")
        share = np.cumsum(before * count / at_risk)
        found[int(kind)] = Incidence(times, share, _variance(share, before, ended, count, at_risk))
    return found


def _variance(
    share: NDArray[np.float64],
    before: NDArray[np.float64],
    ended: NDArray[np.int64],
    count: NDArray[np.int64],
    at_risk: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return Var F(t), with d endings of which m are of the kind, r at risk and S just before:

    sum of (F(t) - F_i)^2 d_i / (r_i (r_i - d_i)) + S_i^2 m_i (r_i - m_i) / r_i^3 - 2 (F(t) - F_i) S_i m_i / r_i^2.
    The sums over i <= t are running ones, with F(t) taken out of them. Where the last ones end, d = r adds nothing.
    """
    left = at_risk - ended
    first = np.divide(ended, at_risk * left, out=np.zeros(share.size), where=left > 0)
    third = before * count / at_risk**2.0
    squares = share**2 * np.cumsum(first) - 2 * share * np.cumsum(first * share) + np.cumsum(first * share**2)
    own = np.cumsum(before**2 * count * (at_risk - count) / at_risk**3.0)
    mixed = share * np.cumsum(third) - np.cumsum(third * share)
    variance: NDArray[np.float64] = np.maximum(0.0, squares + own - 2 * mixed)
    return variance
