"""What it is worth to learn at once and from everything: a company's past, replayed slower and with less.

P = n v² claims that speed counts twice as much as amount. Here both are measured, on the same questions: the exponent on
n is the slope of ln MRR over ln n when only a part of the answers is learned, that on v the slope over ln v = -ln delay
when all are learned, but later. The last is over the delays above zero: without any, v would be infinite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.evaluation.history import Thread
from community.personalization.evaluation.replay import ROUTER, replay

Floats = NDArray[np.float64]

WORTH_VERSION: Final = 1
HOUR: Final = 3600.0
DELAYS: Final = (0.0, HOUR, 24 * HOUR, 7 * 24 * HOUR)
VOLUMES: Final = (1.0, 0.5, 0.25, 0.1)
# Delay in seconds and share of the answers; the first, with all of both, stands for either row.
SETTINGS: Final = (*((delay, 1.0) for delay in DELAYS), *((0.0, share) for share in VOLUMES[1:]))
# With fewer answered questions in the measured half nothing is said.
FEWEST: Final = 100
_ROUNDS: Final = 1000


@dataclass(frozen=True)
class Interval:
    """A number and where the true one lies with 95 % confidence."""

    value: float
    low: float
    high: float

    def as_json(self) -> list[float]:
        """Return the three numbers, as they are stored."""
        return [round(each, 5) for each in (self.value, self.low, self.high)]


@dataclass(frozen=True)
class Measured:
    """MRR at every one of SETTINGS over the same `questions`, and the exponents, None where there is too little."""

    questions: int
    cells: Sequence[Interval]
    on_n: Interval | None
    on_v: Interval | None

    def as_json(self) -> list[dict[str, Any]]:
        """Return the cells as they are stored: delay in seconds, share, and MRR with its interval."""
        return [
            {"delay": delay, "share": share, "mrr": cell.as_json()}
            for (delay, share), cell in zip(SETTINGS, self.cells, strict=False)
        ]


def measure(threads: Sequence[Thread]) -> Measured:
    """Replay the past at every delay and volume and compare how high any of those stood who answered.

    Intervals are percentiles of a bootstrap over questions, the same draws for every setting. Takes seven replays.
    """
    ranks = np.array([_reciprocal_ranks(threads, delay, share) for delay, share in SETTINGS])
    questions = int(ranks.shape[1])
    if questions < FEWEST:
        return Measured(questions, (), None, None)
    chance = np.random.default_rng(1)
    drawn = np.stack([ranks[:, chance.integers(0, questions, questions)].mean(axis=1) for _round in range(_ROUNDS)])
    means = ranks.mean(axis=1)
    lows, highs = np.quantile(drawn, [0.025, 0.975], axis=0)
    cells = [Interval(*map(float, cell)) for cell in zip(means, lows, highs, strict=True)]
    by_volume = [0, *range(len(DELAYS), len(SETTINGS))]
    by_delay = list(range(1, len(DELAYS)))
    return Measured(
        questions,
        cells,
        on_n=_exponent(np.log(VOLUMES), means[by_volume], drawn[:, by_volume]),
        on_v=_exponent(-np.log(DELAYS[1:]), means[by_delay], drawn[:, by_delay]),
    )


def _reciprocal_ranks(threads: Sequence[Thread], delay: float, share: float) -> list[float]:
    rows = replay(threads, delay=delay, sample=share).by_label["any"].get(ROUTER, [])
    return [row[0] for row in rows]


def _exponent(logs: Floats, means: Floats, drawn: Floats) -> Interval | None:
    """Return the slope of ln MRR over `logs` by least squares; None where some MRR is zero and has no logarithm."""
    if means.min() <= 0.0 or drawn.min() <= 0.0:
        return None
    centred = logs - logs.mean()
    slopes = np.log(drawn) @ centred / (centred @ centred)
    low, high = np.quantile(slopes, [0.025, 0.975])
    return Interval(float(np.log(means) @ centred / (centred @ centred)), float(low), float(high))
