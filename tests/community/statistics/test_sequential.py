"""Shares compared at every look: worked values, and simulations of what the promise is worth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from community.statistics.sequential import (
    always_valid_interval,
    always_valid_p,
    chance_of_more,
    difference_of_shares,
    log_ratio_e,
)

RUNS, LOOKS, A_LOOK = 1_000, 200, 100


def arriving(chance: float, seed: int) -> np.ndarray:
    """Return how many reached it by each look, for every run: 100 more units at each of 200 looks."""
    return np.cumsum(np.random.default_rng(seed).binomial(A_LOOK, chance, (RUNS, LOOKS)), axis=1)


SIZES = A_LOOK * np.arange(1, LOOKS + 1)


def p_values(chance: float, other: float, tau: float, seed: int) -> np.ndarray:
    return always_valid_p(*difference_of_shares(arriving(chance, seed), SIZES, arriving(other, seed + 1), SIZES), tau)


def test_the_ratio_agrees_with_a_value_worked_by_hand():
    # 60 of 100 against 40 of 100: p = 60.5/101 and 40.5/101, so both have p(1-p) = 2450.25/10201; V = 2 * that / 100.
    difference, variance = difference_of_shares(60, 100, 40, 100)
    assert difference == pytest.approx(0.2)
    assert variance == pytest.approx(2 * 2450.25 / 10201 / 100)
    # With V = 0.01, tau = 0.1 and d = 0.3: ln L = ½ ln ½ + 0.01 * 0.09 / (2 * 0.01 * 0.02) = -0.34657 + 2.25.
    assert always_valid_p(0.3, 0.01, 0.1) == pytest.approx(math.exp(-(2.25 - 0.5 * math.log(2))))
    assert always_valid_p(0.0, 0.01, 0.1) == 1.0


def test_the_interval_leaves_out_zero_exactly_when_the_p_value_is_small():
    low, high = always_valid_interval(0.0, 0.01, 0.1)
    # sqrt(2 * 0.01 * 0.02 / 0.01 * (ln 20 + ½ ln 2))
    assert high == pytest.approx(math.sqrt(0.04 * (math.log(20) + 0.5 * math.log(2))))
    assert low == -high
    differences = np.linspace(-0.6, 0.6, 301)
    lows, highs = always_valid_interval(differences, 0.01, 0.1)
    assert np.array_equal((lows > 0) | (highs < 0), always_valid_p(differences, 0.01, 0.1) < 0.05)


def test_sizes_are_held_against_the_plan():
    # Two units, both in the first of two even arms: E = (50 * 51)/(100 * 101) * 4.
    assert math.exp(log_ratio_e([2, 0], [0.5, 0.5])) == pytest.approx(4 * 50 * 51 / (100 * 101))
    assert log_ratio_e([0, 0, 0], [0.2, 0.3, 0.5]) == 0.0


def test_a_chance_of_more_is_even_for_equals_and_grows():
    assert chance_of_more(30, 100, 30, 100) == pytest.approx(0.5, abs=1e-9)
    assert chance_of_more(0, 50, 0, 50) == pytest.approx(0.5, abs=1e-6)
    sampled = np.random.default_rng(5)
    more = sampled.beta(8.5, 92.5, 400_000) > sampled.beta(3.5, 97.5, 400_000) + 0.01
    assert chance_of_more(8, 100, 3, 100, by=0.01) == pytest.approx(more.mean(), abs=0.004)


@pytest.mark.parametrize("tau", [0.01, 0.02, 0.05])
def test_of_a_thousand_experiments_without_a_difference_few_find_one_however_often_looked_at(tau):
    found = (p_values(0.30, 0.30, tau, seed=40) < 0.05).any(axis=1)
    assert found.mean() <= 0.06


def test_an_ordinary_test_looked_at_as_often_is_fooled():
    difference, variance = difference_of_shares(arriving(0.30, 40), SIZES, arriving(0.30, 41), SIZES)
    assert (np.abs(difference) / np.sqrt(variance) > 1.96).any(axis=1).mean() > 0.30


@pytest.mark.parametrize(("gain", "least"), [(0.02, 0.85), (0.03, 0.99), (0.05, 0.999)])
def test_differences_of_interest_are_found(gain, least):
    found = (p_values(0.30 + gain, 0.30, 0.02, seed=50) < 0.05).any(axis=1)
    assert found.mean() >= least


def test_the_interval_covers_the_truth_at_all_looks_at_once():
    difference, variance = difference_of_shares(arriving(0.33, 60), SIZES, arriving(0.30, 61), SIZES)
    low, high = always_valid_interval(difference, variance, 0.02)
    assert ((low <= 0.03) & (high >= 0.03)).all(axis=1).mean() >= 0.94


def test_wrong_sizes_are_found_and_right_ones_left_alone():
    def alarms(share: float, seed: int) -> float:
        first = arriving(share, seed)
        return float((log_ratio_e(np.stack((first, SIZES - first), axis=-1), [0.5, 0.5]) > math.log(100)).any(1).mean())

    assert alarms(0.52, seed=70) >= 0.90
    assert alarms(0.50, seed=71) <= 0.01
