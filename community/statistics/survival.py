"""How long it takes until something happens, when for some it has not happened yet.

Kaplan and Meier's estimator with Greenwood's variance; the formulas are features.md E2. Durations are in seconds in this
product, but nothing here depends on the unit. At equal times events come before censorings.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """The share for whom it has not happened yet, S(t): a step function that falls at `times`.

    `at_risk` and `events` are r and m just before and at each time. `variance` is Greenwood's of S. `n` counts everybody,
    `last_follow_up` is the longest duration seen, censored or not: nothing is known beyond it.
    """

    times: Floats
    survival: Floats
    variance: Floats
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]
    n: int
    last_follow_up: float

    @property
    def happened(self) -> int:
        """Return for how many it happened."""
        return int(self.events.sum())

    def survival_at(self, t: float) -> float:
        """Return S(t), 1.0 before the first event."""
        return self._at(self.survival, t, 1.0)

    def share_by(self, t: float) -> float:
        """Return the share for whom it has happened by t: 1 - S(t)."""
        return 1.0 - self.survival_at(t)

    def standard_error_at(self, t: float) -> float:
        """Return Greenwood's standard error of S(t)."""
        return float(np.sqrt(self._at(self.variance, t, 0.0)))

    def interval_at(self, t: float, level: float = 0.95) -> tuple[float, float]:
        """Return where S(t) lies with this confidence, on the scale of log(-log S), which keeps it between 0 and 1."""
        low, high = log_log_band(np.array([self.survival_at(t)]), np.array([self._at(self.variance, t, 0.0)]), level)
        return float(low[0]), float(high[0])

    def band(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Return the lower and upper ends of `interval_at` at every time of the curve."""
        return log_log_band(self.survival, self.variance, level)

    def quantile(self, share: float) -> float | None:
        """Return the first time by which it has happened for this share: min{t : S(t) <= 1 - share}.

        None when that was never reached: then the answer is "later than last_follow_up".
        """
        # A curve that falls to the share exactly, but for the last bit of a float, has reached it.
        reached = np.flatnonzero(self.survival <= 1.0 - share + 1e-12)
        return float(self.times[reached[0]]) if reached.size else None

    @property
    def median(self) -> float | None:
        """Return the time by which it has happened for half of all."""
        return self.quantile(0.5)

    def restricted_mean(self, until: float) -> float:
        """Return the mean time when everybody is followed to `until` at most: the integral of S from 0 to there."""
        inside = self.times < until
        edges = np.concatenate(([0.0], self.times[inside], [until]))
        heights = np.concatenate(([1.0], self.survival[inside]))
        return float(np.sum(np.diff(edges) * heights))

    def restricted_mean_error(self, until: float) -> float:
        """Return the standard error of `restricted_mean`: the root of the sum of A_j^2 m_j / (r_j (r_j - m_j)).

        A_j is the area under S from t_j to `until` (Klein, Moeschberger: Survival analysis, 4.5). Where the last ones at
        risk all end there is no area left, and no term.
        """
        inside = self.times < until
        edges, heights = np.append(self.times[inside], until), self.survival[inside]
        areas = np.cumsum((np.diff(edges) * heights)[::-1])[::-1]
        events, at_risk = self.events[inside], self.at_risk[inside]
        left = at_risk - events
        terms = np.divide(events * areas**2, at_risk * left, out=np.zeros(areas.size), where=left > 0)
        return float(np.sqrt(terms.sum()))

    def _at(self, values: Floats, t: float, before: float) -> float:
        index = int(np.searchsorted(self.times, t, side="right")) - 1
        return float(values[index]) if index >= 0 else before


def kaplan_meier(durations: ArrayLike, happened: ArrayLike) -> Curve:
    """Return the curve of these durations; `happened` is false for those that are censored. Nobody gives n = 0.

    S(t) = product over t_j <= t of (1 - m_j / r_j). Var S = S^2 * sum of m_j / (r_j (r_j - m_j)).
    """
    length = np.asarray(durations, dtype=np.float64)
    event = np.asarray(happened, dtype=bool)
    times, events = np.unique(length[event], return_counts=True)
    at_risk = length.size - np.searchsorted(np.sort(length), times, side="left")
    survival: Floats = np.cumprod(1.0 - events / at_risk, dtype=np.float64)
    left = at_risk - events
    # When the last ones at risk all end, S is 0 and so is its variance; Greenwood's sum would divide by zero.
    terms = np.divide(events, at_risk * left, out=np.zeros(times.size), where=left > 0)
    return Curve(
        times=times,
        survival=survival,
        variance=survival**2 * np.cumsum(terms),
        at_risk=at_risk.astype(np.int64),
        events=events.astype(np.int64),
        n=int(length.size),
        last_follow_up=float(length.max()) if length.size else 0.0,
    )


def log_log_band(survival: Floats, variance: Floats, level: float) -> tuple[Floats, Floats]:
    """Return S^exp(+-z * se), with se of log(-log S) = sqrt(Var S) / (S |log S|). At 0 and 1 the band has no width.

    It does for every share with a variance what it does for S.
    """
    inside = (survival > 0.0) & (survival < 1.0)
    log_survival = np.log(survival, out=np.full_like(survival, -1.0), where=inside)
    error = np.divide(np.sqrt(variance), survival * np.abs(log_survival), out=np.zeros_like(survival), where=inside)
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    low = np.where(inside, survival ** np.exp(z * error), survival)
    high = np.where(inside, survival ** np.exp(-z * error), survival)
    return low, high
