"""Shares with their uncertainty, and how unevenly something is spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist


def wilson_interval(successes: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return where the true share lies with this confidence, by Wilson's score. Nothing is known of n = 0: (0, 1).

    (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    """
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + level / 2)
    p = successes / n
    centre = p + z * z / (2 * n)
    margin = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # Between 0 and 1, and around p: at the ends the last bit of a float may say otherwise.
    return min(p, max(0.0, (centre - margin) / scale)), max(p, min(1.0, (centre + margin) / scale))


def gini(amounts: Sequence[float]) -> float:
    """Return the Gini coefficient: 0 when everybody has the same, near 1 when one has all. Zeros count if given.

    G = 2 Σ i·x₍ᵢ₎ / (n Σ x) - (n + 1) / n, x in ascending order (features.md E2). 0.0 when there is nothing to spread.
    """
    ordered = sorted(amounts)
    n, total = len(ordered), sum(ordered)
    if n == 0 or total == 0:
        return 0.0
    return 2 * sum(rank * x for rank, x in enumerate(ordered, start=1)) / (n * total) - (n + 1) / n


def top_share(amounts: Sequence[float], share: float) -> float:
    """Return what the top `share` of all (at least one of them) has of everything; 0.0 when there is nothing."""
    ordered = sorted(amounts, reverse=True)
    total = sum(ordered)
    if total == 0:
        return 0.0
    return sum(ordered[: max(1, math.ceil(share * len(ordered)))]) / total


def herfindahl(amounts: Sequence[float]) -> float:
    """Return the Herfindahl-Hirschman index: the sum of squared shares, 1 when one has all, 1/n when all have the same."""
    total = sum(amounts)
    return sum((amount / total) ** 2 for amount in amounts) if total else 0.0
