"""What is known of a small group, with the rest taken from the larger one that it belongs to.

A curve of five questions says little. It is mixed with the curve of its parent as if the parent had brought so many
questions more: S = (n S_own + k S_parent) / (n + k). A group of nobody is its parent, a large group is itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.statistics.survival import Curve

Floats = NDArray[np.float64]

# So many questions of the parent stand behind every group: as many as a group needs before it may speak for itself.
PSEUDO_COUNT: Final = 30.0


@dataclass(frozen=True)
class Estimate:
    """The share for whom it has not happened yet, S(t), with its variance, as steps at `times`."""

    times: Floats
    survival: Floats
    variance: Floats

    @classmethod
    def of(cls, curve: Curve) -> Estimate:
        """Return a curve of Kaplan and Meier as it is."""
        return cls(curve.times, curve.survival, curve.variance)

    def quantile(self, share: float, caution: float = 0.0) -> float | None:
        """Return the first time by which it has happened for this share; None when that is never reached.

        With `caution` the curve is taken that many standard errors higher: min{t : S(t) + caution sd(t) <= 1 - share}.
        """
        # A curve that falls to the share exactly, but for the last bit of a float, has reached it.
        upper = self.survival + caution * np.sqrt(self.variance)
        reached = np.flatnonzero(upper <= 1.0 - share + 1e-12)
        return float(self.times[reached[0]]) if reached.size else None


def shrink(own: Curve, parent: Estimate, pseudo_count: float = PSEUDO_COUNT) -> Estimate:
    """Return the curve of a group mixed with that of its parent, which holds `pseudo_count` votes against the group's n.

    Beyond the longest time that was watched in the group, its own curve goes on as the parent's does: questions that
    still run say nothing about what comes later. As the group is part of its parent, the covariance of the two curves is
    the parent's variance, so that with w = n / (n + k): Var S = w^2 Var S_own + (1 - w^2) Var S_parent.
    """
    if own.n == 0:
        return parent
    times = np.union1d(own.times, parent.times)
    own_survival, own_variance = _at(own.times, own.survival, times, 1.0), _at(own.times, own.variance, times, 0.0)
    parent_survival = _at(parent.times, parent.survival, times, 1.0)
    parent_variance = _at(parent.times, parent.variance, times, 0.0)
    end = np.array([own.last_follow_up])
    left = _at(parent.times, parent.survival, end, 1.0)[0]
    goes_on = parent_survival / left if left > 0.0 else np.ones_like(times)
    own_survival = np.where(times > end[0], own_survival * goes_on, own_survival)
    weight = own.n / (own.n + pseudo_count)
    return Estimate(
        times=times,
        survival=weight * own_survival + (1.0 - weight) * parent_survival,
        variance=weight**2 * own_variance + (1.0 - weight**2) * parent_variance,
    )


def shrunk_share(successes: float, n: float, parent: float, pseudo_count: float = PSEUDO_COUNT) -> float:
    """Return a share with `pseudo_count` trials of the parent's share added: (successes + k parent) / (n + k)."""
    return (successes + pseudo_count * parent) / (n + pseudo_count)


def _at(times: Floats, values: Floats, moments: Floats, before: float) -> Floats:
    """Return the values of a step function at the moments, `before` in front of its first step."""
    steps: Floats = np.concatenate(([before], values))[np.searchsorted(times, moments, side="right")]
    return steps
