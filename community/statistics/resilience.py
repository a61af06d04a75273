"""What would become of the answers if some of those who give them left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.statistics.survival import kaplan_meier

# The bus factor is reached when the median grows by more than this share of itself ...
MEDIAN_LIFT: Final = 0.5
# ... or when the answer rate falls by more than this.
RATE_DROP: Final = 0.1
# Whoever has fewer first answers than so many others changes little when leaving alone.
_TRIED_ALONE: Final = 25


@dataclass(frozen=True)
class Speed:
    """The median time to the first answer, None when it was never reached, and the share answered by the horizon."""

    median: float | None
    rate: float


@dataclass(frozen=True)
class Answering:
    """Who answered what, and when. For each question: how long it was `watched`, and its `age`, since it was asked.

    For each answer: the index of its `question`, its `helper`, and `seconds` since the asking. An answer that came when
    nobody watched any more is none. The rate is over questions at least `horizon` old.
    """

    watched: NDArray[np.float64]
    age: NDArray[np.float64]
    question: NDArray[np.int64]
    helper: NDArray[np.int64]
    seconds: NDArray[np.float64]
    horizon: float

    def without(self, gone: Collection[int]) -> Speed:
        """Return the speed when these helpers had written nothing: the first answer of somebody else counts then."""
        first = self._first(gone)
        happened = first <= self.watched
        curve = kaplan_meier(np.where(happened, first, self.watched), happened)
        mature = self.age >= self.horizon
        in_time = mature & happened & (first <= self.horizon)
        return Speed(median=curve.median, rate=float(in_time.sum() / mature.sum()) if mature.any() else 0.0)

    def most_first_answers(self, gone: Collection[int], limit: int) -> list[int]:
        """Return the helpers who are first most often when these have left, the busiest first; ties by their number."""
        kept = self._kept(gone)
        is_first = kept & (self.seconds == self._first(gone)[self.question]) & self._in_time()
        helpers, counts = np.unique(self.helper[is_first], return_counts=True)
        return [int(each) for each in helpers[np.lexsort((helpers, -counts))][:limit]]

    def _first(self, gone: Collection[int]) -> NDArray[np.float64]:
        first = np.full(self.watched.size, np.inf)
        kept = self._kept(gone)
        np.minimum.at(first, self.question[kept], self.seconds[kept])
        return first

    def _kept(self, gone: Collection[int]) -> NDArray[np.bool_]:
        return np.isin(self.helper, list(gone), invert=True)

    def _in_time(self) -> NDArray[np.bool_]:
        in_time: NDArray[np.bool_] = self.seconds <= self.watched[self.question]
        return in_time


def is_hurt(before: Speed, after: Speed) -> bool:
    """Return whether the median grew by more than half of itself, or the rate fell by more than ten points."""
    # A share that falls by exactly ten points, but for the last bit of a float, has not fallen by more.
    if before.rate - after.rate > RATE_DROP + 1e-9:
        return True
    if before.median is None:
        return False
    return after.median is None or after.median > before.median * (1 + MEDIAN_LIFT)


def leave_one_out(answering: Answering) -> dict[int, Speed]:
    """Return the speed without each of the helpers who are first most often, one at a time."""
    return {helper: answering.without({helper}) for helper in answering.most_first_answers((), _TRIED_ALONE)}


def bus_factor(answering: Answering, most: int = 20) -> int | None:
    """Return how few helpers have to leave to hurt (features.md E2, C22); None when not even so many would.

    One is enough when leaving alone hurts. Otherwise they leave one after another, each time whoever is first most often
    then: trying every group would take for ever. So k helpers are enough, while a cleverer choice might need fewer.
    """
    before = answering.without(())
    if any(is_hurt(before, alone) for alone in leave_one_out(answering).values()):
        return 1
    gone: list[int] = []
    while len(gone) < most and (busiest := answering.most_first_answers(gone, 1)):
        gone += busiest
        if is_hurt(before, answering.without(gone)):
            return len(gone)
    return None
