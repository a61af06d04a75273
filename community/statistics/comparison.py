"""Whether two groups differ in how long something takes."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class LogRank:
    """The log-rank test of two groups: chi-squared with one degree of freedom, and its p value."""

    chi_squared: float
    p_value: float


def log_rank(
    durations: ArrayLike, happened: ArrayLike, other_durations: ArrayLike, other_happened: ArrayLike
) -> LogRank | None:
    """Compare two groups. None when there is no event in either, or nobody left to compare with.

    At each event time t_j, with r_j at risk and m_j events in both groups: expected in the first m_j r_1j / r_j, variance
    m_j (r_1j / r_j)(1 - r_1j / r_j)(r_j - m_j) / (r_j - 1).
    """
    first, second = np.asarray(durations, dtype=np.float64), np.asarray(other_durations, dtype=np.float64)
    first_event, second_event = np.asarray(happened, dtype=bool), np.asarray(other_happened, dtype=bool)
    times = np.unique(np.concatenate((first[first_event], second[second_event])))
    first_risk, second_risk = _at_risk(first, times), _at_risk(second, times)
    risk = first_risk + second_risk
    first_events = _count(first[first_event], times)
    events = first_events + _count(second[second_event], times)
    share = first_risk / np.maximum(risk, 1)
    variance = np.sum(events * share * (1 - share) * (risk - events) / np.maximum(risk - 1, 1))
    if variance <= 0:
        return None
    chi_squared = float((np.sum(first_events) - np.sum(events * share)) ** 2 / variance)
    return LogRank(chi_squared, 2.0 * (1.0 - NormalDist().cdf(chi_squared**0.5)))


def _at_risk(durations: np.ndarray, times: np.ndarray) -> np.ndarray:
    return durations.size - np.searchsorted(np.sort(durations), times, side="left")


def _count(events: np.ndarray, times: np.ndarray) -> np.ndarray:
    ordered = np.sort(events)
    return np.searchsorted(ordered, times, side="right") - np.searchsorted(ordered, times, side="left")
