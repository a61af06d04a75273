from __future__ import annotations

import pytest

from community.statistics.shrinkage import Estimate, shrink, shrunk_share
from community.statistics.survival import kaplan_meier

FAST = kaplan_meier([1.0] * 10, [True] * 10)
SLOW = Estimate.of(kaplan_meier([1.0, 2.0, 3.0, 4.0] * 25, [True] * 100))


def at(estimate, t):
    return dict(zip(estimate.times.tolist(), estimate.survival.tolist(), strict=True))[t]


def test_the_mixture_is_weighted_by_questions():
    """(10 * 0 + 30 * 0.75) / 40 at time 1, (10 * 0 + 30 * 0.5) / 40 at time 2."""
    mixed = shrink(FAST, SLOW)
    assert at(mixed, 1.0) == pytest.approx(0.5625)
    assert at(mixed, 2.0) == pytest.approx(0.375)


def test_nobody_is_the_parent():
    assert shrink(kaplan_meier([], []), SLOW) is SLOW


def test_very_many_are_themselves():
    many = kaplan_meier([1.0] * 100_000, [True] * 100_000)
    assert at(shrink(many, SLOW), 1.0) < 0.001


def test_questions_that_still_run_say_nothing_about_later():
    """Watched for a moment without an answer: the mixture is the parent's curve, from 1 on."""
    running = kaplan_meier([0.5] * 30, [False] * 30)
    mixed = shrink(running, SLOW)
    assert mixed.survival == pytest.approx(SLOW.survival)


def test_the_variance_lies_between_that_of_the_group_and_that_of_its_parent():
    own = kaplan_meier([1.0, 2.0, 3.0, 4.0] * 10, [True] * 40)
    mixed, weight = shrink(own, SLOW), 40 / 70
    expected = weight**2 * own.variance[0] + (1 - weight**2) * SLOW.variance[0]
    assert mixed.variance[0] == pytest.approx(expected)
    assert SLOW.variance[0] < mixed.variance[0] < own.variance[0]


def test_quantiles_with_and_without_caution():
    curve = Estimate.of(kaplan_meier([1.0] * 81 + [2.0] * 19, [True] * 100))
    assert curve.quantile(0.8) == 1.0
    assert curve.quantile(0.8, caution=1.0) == 2.0
    assert Estimate.of(kaplan_meier([1.0, 2.0], [True, False])).quantile(0.8) is None


def test_a_share_of_few_is_nearly_its_parent_s_and_one_of_many_its_own():
    assert shrunk_share(1, 1, 0.4) == pytest.approx(0.419, abs=0.001)
    assert shrunk_share(900, 1000, 0.4) == pytest.approx(0.885, abs=0.001)
    assert shrunk_share(0, 0, 0.4) == pytest.approx(0.4)
