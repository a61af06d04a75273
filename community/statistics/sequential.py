"""Comparing shares while they are still coming in, as often as one likes, without fooling oneself.

Whoever looks every day at an ordinary p value finds a difference in four of ten experiments where there is none. These
figures stay valid at every look: the mixture sequential probability ratio test (Johari, Koomen, Pekelis, Walsh: Always
valid inference, Operations Research 70, 2022), and for the sizes of the arms a multinomial test with a Dirichlet prior
(Lindon, Malek: Anytime-valid inference for multinomial count data, 2022). All of them take arrays as well as numbers.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# How strongly the prior of the sizes is held to be the planned shares.
CONCENTRATION = 100.0
# Where the two posteriors of `chance_of_more` are evaluated.
_GRID = 4000
_log_gamma = np.vectorize(math.lgamma, otypes=[np.float64])


def difference_of_shares(
    reached: ArrayLike, n: ArrayLike, other_reached: ArrayLike, other_n: ArrayLike
) -> tuple[Floats, Floats]:
    """Return the first share minus the other, and the variance V = s1²/n1 + s2²/n2 of that difference; n are above 0.

    s² = p(1 - p), with half a success and half a failure added: a share of 0 or 1 would look like certainty.
    """
    first, second = np.asarray(reached, np.float64), np.asarray(other_reached, np.float64)
    size, other_size = np.asarray(n, np.float64), np.asarray(other_n, np.float64)
    variance = _spread(first, size) / size + _spread(second, other_size) / other_size
    return np.asarray(first / size - second / other_size), np.asarray(variance)


def always_valid_p(difference: ArrayLike, variance: ArrayLike, tau: float) -> Floats:
    """Return the p value of one look, 1/L and at most 1; the smallest of all looks so far is valid at any time.

    ln L = ½ ln(V / (V + τ²)) + τ² d² / (2V(V + τ²)), where τ is the smallest difference of interest, set beforehand.
    """
    d, v, wide = np.asarray(difference), np.asarray(variance), np.asarray(variance) + tau * tau
    log_likelihood_ratio = 0.5 * np.log(v / wide) + tau * tau * d * d / (2.0 * v * wide)
    return np.asarray(np.exp(-np.maximum(log_likelihood_ratio, 0.0)))


def always_valid_interval(
    difference: ArrayLike, variance: ArrayLike, tau: float, alpha: float = 0.05
) -> tuple[Floats, Floats]:
    """Return where the true difference lies with confidence 1 - alpha, at every look at once.

    d ± sqrt(2V(V + τ²)/τ² · (ln(1/α) + ½ ln((V + τ²)/V))).
    """
    d, v, wide = np.asarray(difference), np.asarray(variance), np.asarray(variance) + tau * tau
    margin = np.sqrt(2.0 * v * wide / (tau * tau) * (math.log(1.0 / alpha) + 0.5 * np.log(wide / v)))
    return np.asarray(d - margin), np.asarray(d + margin)


def log_ratio_e(counts: ArrayLike, shares: ArrayLike) -> Floats:
    """Return ln E: how much the sizes of the arms (last axis) speak against the planned shares, which add up to 1.

    Dirichlet-multinomial over multinomial: ln E = ln Γ(k) - ln Γ(k + n) + Σ ln Γ(kθᵢ + nᵢ) - ln Γ(kθᵢ) - nᵢ ln θᵢ, with the
    concentration k = 100. Under the plan E exceeds 1/α at any look with a probability of at most α.
    """
    found, planned = np.asarray(counts, np.float64), np.asarray(shares, np.float64)
    prior, n = CONCENTRATION * planned, found.sum(axis=-1)
    each = _log_gamma(prior + found) - _log_gamma(prior) - found * np.log(planned)
    return np.asarray(math.lgamma(CONCENTRATION) - _log_gamma(CONCENTRATION + n) + each.sum(axis=-1))


def chance_of_more(reached: int, n: int, other_reached: int, other_n: int, by: float = 0.0) -> float:
    """Return the probability that the first true share exceeds the other by more than `by`, both with Jeffreys' prior.

    P(p > q + by) with p ~ Beta(reached + ½, n - reached + ½) and q likewise, summed over a grid.
    """
    points = (np.arange(_GRID) + 0.5) / _GRID
    first, second = _posterior(points, reached, n), _posterior(points, other_reached, other_n)
    return float(np.sum(first * np.interp(points - by, points, np.cumsum(second) - second / 2.0, left=0.0, right=1.0)))


def _spread(reached: Floats, n: Floats) -> Any:
    share = (reached + 0.5) / (n + 1.0)
    return share * (1.0 - share)


def _posterior(points: Floats, reached: int, n: int) -> Floats:
    log_density = (reached - 0.5) * np.log(points) + (n - reached - 0.5) * np.log1p(-points)
    weights = np.exp(log_density - log_density.max())
    return np.asarray(weights / weights.sum())
