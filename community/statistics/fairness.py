"""Whether a list gives those who are easily overlooked their places, and whether two shares are far apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np


def places_due(length: int, share: float, alpha: float = 0.1) -> int:
    """Return how many of the first `length` places must be theirs at least, when each is with probability `share`.

    FA*IR (Zehlike and others, 2017): the smallest m for which P(Binomial(length, share) <= m) > alpha.
    """
    below = 0.0
    for count in range(length + 1):
        below += comb(length, count) * share**count * (1.0 - share) ** (length - count)
        if below > alpha:
            return count
    return length


def unfair_prefixes(
    places: Sequence[bool], share: float, lengths: Sequence[int], alpha: float = 0.1
) -> dict[int, bool]:
    """Return for each of the lengths that the list reaches whether its first places hold fewer of them than are due."""
    return {
        length: sum(places[:length]) < places_due(length, share, alpha) for length in lengths if len(places) >= length
    }


@dataclass(frozen=True)
class Ratio:
    """One group's share over another's, and where the true ratio lies with 95 % confidence. None for none at all."""

    value: float | None
    low: float | None
    high: float | None

    def is_outside(self, lowest: float, highest: float) -> bool:
        """Return whether the ratio itself lies outside of these bounds, however sure that is."""
        return self.value is None or not lowest <= self.value <= highest


def ratio_of_shares(successes: int, n: int, other_successes: int, other_n: int, *, rounds: int = 4000) -> Ratio:
    """Return how much larger one share is than another, with percentiles of a bootstrap that is the same every time.

    Half a success is added to each draw's two shares, as log odds do, so that no draw divides by nothing.
    """
    if n == 0 or other_n == 0 or other_successes == 0:
        return Ratio(None, None, None)
    value = (successes / n) / (other_successes / other_n)
    chance = np.random.default_rng(1)
    own = (chance.binomial(n, successes / n, rounds) + 0.5) / (n + 1.0)
    other = (chance.binomial(other_n, other_successes / other_n, rounds) + 0.5) / (other_n + 1.0)
    low, high = np.quantile(own / other, [0.025, 0.975])
    return Ratio(value, min(value, float(low)), max(value, float(high)))
