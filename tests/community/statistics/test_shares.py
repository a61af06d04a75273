"""Shares and inequality: the numbers of the definitions."""

from __future__ import annotations

import pytest

from community.statistics.shares import gini, herfindahl, top_share, wilson_interval

SOLUTIONS = [1, 1, 2, 4, 12]


def test_the_inequality_of_the_worked_example():
    assert gini(SOLUTIONS) == pytest.approx(0.5)
    assert top_share(SOLUTIONS, 0.2) == top_share(SOLUTIONS, 0.01) == pytest.approx(0.6)
    assert herfindahl(SOLUTIONS) == pytest.approx((1 + 1 + 4 + 16 + 144) / 400)


def test_zeros_make_it_less_equal():
    assert gini([0, *SOLUTIONS]) > gini(SOLUTIONS)
    assert gini([7, 7, 7]) == pytest.approx(0)


def test_nothing_to_share_is_shared_equally():
    assert gini([]) == gini([0, 0]) == top_share([], 0.1) == top_share([0], 0.1) == herfindahl([]) == 0


@pytest.mark.parametrize(("successes", "n", "lower"), [(7, 7, 0.646), (9, 11, 0.523)])
def test_wilsons_lower_bound(successes, n, lower):
    assert wilson_interval(successes, n)[0] == pytest.approx(lower, abs=5e-4)


def test_wilsons_interval_is_inside_and_the_same_from_both_sides():
    for n in (1, 7, 400):
        for successes in range(0, n + 1, max(1, n // 7)):
            low, high = wilson_interval(successes, n)
            other_low, other_high = wilson_interval(n - successes, n)
            assert 0 <= low <= successes / n <= high <= 1
            assert (low, high) == pytest.approx((1 - other_high, 1 - other_low))
    assert wilson_interval(0, 0) == (0, 1)
