"""What figures say: how an arm differs from the first, and whether it does harm. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from community.personalization.experiments.models import Experiment
from community.personalization.experiments.queries.figures import ArmFigures
from community.statistics.sequential import (
    always_valid_interval,
    always_valid_p,
    chance_of_more,
    difference_of_shares,
    log_ratio_e,
)
from community.statistics.survival import kaplan_meier

# From so many units in each arm on something is said at all.
LEAST: Final = 100
ALPHA: Final = 0.05
# E above this speaks against the planned sizes with a chance of error of one percent.
MOST_LOG_RATIO_E: Final = math.log(100)
# The guardrails: how sure it has to be that an arm is worse, by how much, over how many hours of waiting.
SURE: Final = 0.95
SLOWER_BY: Final = 1.10
MORE_BY: Final = 0.01
_FOLLOWED: Final = 72 * 3600.0


@dataclass(frozen=True)
class Difference:
    """How an arm's share differs from the first arm's."""

    difference: float
    low: float
    high: float
    p_value: float


def difference_between(arm: ArmFigures, first: ArmFigures, *, tau: float, arms: int) -> Difference | None:
    """Return the difference at this look, None while one of the two has fewer than 100 units. `tau` is a share.

    With more than two arms each comparison is held to its part of the five percent.
    """
    if min(arm.n, first.n) < LEAST:
        return None
    difference, variance = difference_of_shares(arm.reached, arm.n, first.reached, first.n)
    low, high = always_valid_interval(difference, variance, tau, ALPHA / (arms - 1))
    p_value = min(1.0, float(always_valid_p(difference, variance, tau)) * (arms - 1))
    return Difference(float(difference), float(low), float(high), p_value)


def ratio_against(figures: Sequence[ArmFigures], shares: Sequence[int]) -> float:
    """Return ln E of the arms' sizes against their planned shares in percent."""
    return float(log_ratio_e([arm.exposed for arm in figures], [share / 100 for share in shares]))


def harm_of(figures: Sequence[ArmFigures], shares: Sequence[int]) -> str:
    """Return why the experiment has to stop, one of Experiment.Stop, or "" when no arm seems to do harm.

    These are one-sided and looked at again and again: they stop too often rather than too late.
    """
    if ratio_against(figures, shares) > MOST_LOG_RATIO_E:
        return Experiment.Stop.SIZES
    first = figures[0]
    for arm in figures[1:]:
        if min(arm.exposed, first.exposed) < LEAST:
            continue
        if len(arm.waits) >= LEAST and len(first.waits) >= LEAST and chance_of_slower(arm, first) > SURE:
            return Experiment.Stop.SLOWER
        if chance_of_more(arm.opted_out, arm.exposed, first.opted_out, first.exposed, MORE_BY) > SURE:
            return Experiment.Stop.OPT_OUTS
        if chance_of_more(arm.failed, arm.exposed, first.failed, first.exposed, MORE_BY) > SURE:
            return Experiment.Stop.REPORTS
    return ""


def chance_of_slower(arm: ArmFigures, first: ArmFigures) -> float:
    """Return the probability that first answers take more than 10 % longer, of the mean wait within 72 hours.

    Φ((m - 1.1 m₀) / sqrt(s² + 1.21 s₀²)), with m the restricted means of the Kaplan-Meier curves and s their errors, so that
    questions still waiting count for as long as they have waited.
    """
    curve, plain = kaplan_meier(arm.waits, arm.was_answered), kaplan_meier(first.waits, first.was_answered)
    longer = curve.restricted_mean(_FOLLOWED) - SLOWER_BY * plain.restricted_mean(_FOLLOWED)
    error = math.hypot(curve.restricted_mean_error(_FOLLOWED), SLOWER_BY * plain.restricted_mean_error(_FOLLOWED))
    return NormalDist().cdf(longer / error) if error > 0 else float(longer > 0)
