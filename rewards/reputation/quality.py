"""How good somebody's answers are, in figures that small numbers cannot inflate.

**Helpful share.** The lower end of the Wilson score interval (E. B. Wilson, 1927) of helpful votes among all votes, for
95 % confidence: with z = 1.96,

    (p + z²/2n − z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n),   p = helpful / n.

Seven of seven is 64.6 %, nine of eleven 52.3 %: nobody is called perfect after one vote.

**Knowledge of a topic.** How likely the member's next answer in the topic is to be accepted: the mean of a beta
distribution, the usual Bayesian estimate of a rate (Gelman et al., Bayesian Data Analysis, section 2.4). Every answer
counts by its age with a half-life of 180 days, so that what somebody knew about an old product fades:

    weight = 2^(−age in days / 180),   s = Σ weight of accepted answers,   n = Σ weight of all substantive answers,
    knowledge = (s + K·P) / (n + K),   with P = 0.25 and K = 4.

So somebody without answers stands at 25 %, as if they had written four answers of which one was accepted.
"""

from __future__ import annotations

from math import sqrt
from typing import Final

Z: Final = 1.96
HALF_LIFE_DAYS: Final = 180
PRIOR_RATE: Final = 0.25
PRIOR_ANSWERS: Final = 4.0


def wilson_lower_bound(positive: int, total: int) -> float:
    """Return the lower end of the 95 % interval of a share; 0.0 for none of none."""
    if total <= 0:
        return 0.0
    share = positive / total
    spread = Z * sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    return max(0.0, (share + Z**2 / (2 * total) - spread) / (1 + Z**2 / total))


def knowledge(accepted: float, answers: float) -> float:
    """Return the expected rate of acceptance for sums of weights, between 0 and 1."""
    return (accepted + PRIOR_ANSWERS * PRIOR_RATE) / (answers + PRIOR_ANSWERS)
