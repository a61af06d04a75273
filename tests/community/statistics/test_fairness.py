"""Places due to the overlooked, and ratios of shares."""

from __future__ import annotations

import pytest
from scipy.stats import binom

from community.statistics.fairness import places_due, ratio_of_shares, unfair_prefixes


@pytest.mark.parametrize("length", [5, 10, 20, 60])
def test_the_places_due_are_the_binomial_quantile(length):
    assert places_due(length, 0.2) == int(binom.ppf(0.1, length, 0.2))


def test_a_list_without_newcomers_is_unfair_from_twenty_places_on():
    found = unfair_prefixes([False] * 20, 0.2, (5, 10, 20, 40))
    assert found == {5: False, 10: places_due(10, 0.2) > 0, 20: True}
    one_in_five = [place % 5 == 4 for place in range(20)]
    assert not any(unfair_prefixes(one_in_five, 0.2, (5, 10, 20)).values())


def test_a_planted_disparity_of_thirty_percent_lies_outside_with_its_interval():
    ratio = ratio_of_shares(126, 300, 180, 300)
    assert ratio.value == pytest.approx(0.7)
    assert 0.55 < ratio.low < 0.65 and 0.75 < ratio.high < 0.85
    assert ratio.is_outside(0.8, 1.25)
    assert not ratio_of_shares(150, 300, 160, 300).is_outside(0.8, 1.25)


def test_nobody_to_compare_with_gives_no_ratio():
    assert ratio_of_shares(1, 2, 0, 5).value is None
