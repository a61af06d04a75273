import math

import numpy as np
import pytest

from community.personalization.evaluation.metrics import means, measures, paired_bootstrap
from community.personalization.learning.ranks import ranks_of


def test_ranks_begin_with_one_and_equals_share_the_middle():
    assert ranks_of(np.array([0.9, 0.5, 0.5, 0.1]), [0, 1, 3]) == [1.0, 2.5, 4.0]


def test_the_best_rank_makes_the_reciprocal_rank():
    mrr, *hits, ndcg = measures([2.0, 7.0], relevant=2)
    assert (mrr, hits) == (0.5, [0.0, 1.0, 1.0, 1.0])
    assert ndcg == pytest.approx((1 / math.log2(3) + 1 / math.log2(8)) / (1 + 1 / math.log2(3)))


def test_somebody_who_was_not_on_the_list_is_a_miss():
    assert measures([], relevant=1) == (0.0,) * 6


def test_a_perfect_list_measures_one():
    assert measures([1.0, 2.0, 3.0], relevant=3) == pytest.approx((1.0,) * 6)


def test_means_are_over_questions():
    assert means([measures([1.0], 1), measures([], 1)])["mrr"] == 0.5


def test_a_clear_lead_has_an_interval_above_zero():
    low, high = paired_bootstrap([0.6, 0.7, 0.8] * 40, [0.5, 0.6, 0.7] * 40)
    assert 0.09 < low <= high < 0.11


def test_no_lead_has_an_interval_around_zero():
    low, high = paired_bootstrap([0.0, 1.0] * 50, [1.0, 0.0] * 50)
    assert low < 0 < high
