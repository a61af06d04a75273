"""How high the people who answered stood on a list."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

CUTOFFS: Final = (1, 3, 5, 10)
NAMES: Final = ("mrr", *(f"hit@{k}" for k in CUTOFFS), "ndcg@10")


def measures(ranks: Sequence[float], relevant: int) -> tuple[float, ...]:
    """Return NAMES for one question, of which `relevant` people answered and those with ranks were on the list."""
    best = ranks[0] if ranks else math.inf
    ideal = sum(1.0 / math.log2(place + 1) for place in range(1, min(relevant, 10) + 1))
    gained = sum(1.0 / math.log2(rank + 1) for rank in ranks if rank <= 10)
    return (1.0 / best, *(float(best <= k) for k in CUTOFFS), gained / ideal if ideal else 0.0)


def means(rows: Sequence[tuple[float, ...]]) -> Mapping[str, float]:
    """Return the mean of every measure over all questions."""
    return dict(zip(NAMES, np.mean(rows, axis=0).tolist(), strict=True)) if rows else dict.fromkeys(NAMES, 0.0)


def paired_bootstrap(first: Sequence[float], second: Sequence[float], *, rounds: int = 2000) -> tuple[float, float]:
    """Return where the mean difference of two systems on the same questions lies with 95 % confidence."""
    differences = np.asarray(first) - np.asarray(second)
    if not differences.size:
        return 0.0, 0.0
    chance = np.random.default_rng(1)
    drawn = [differences[chance.integers(0, differences.size, differences.size)].mean() for _round in range(rounds)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)
