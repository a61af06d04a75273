"""Whether two groups differ, held against lifelines."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines.statistics import logrank_test

from community.statistics.comparison import log_rank


@pytest.mark.parametrize("seed", range(30))
def test_it_agrees_with_lifelines(seed):
    random = np.random.default_rng(seed)
    first, second = (np.ceil(random.exponential(mean, int(random.integers(3, 200)))) for mean in (10, 14))
    first_event, second_event = random.random(first.size) < 0.7, random.random(second.size) < 0.7
    found, oracle = (
        log_rank(first, first_event, second, second_event),
        logrank_test(first, second, first_event, second_event),
    )
    assert found is not None
    assert found.chi_squared == pytest.approx(oracle.test_statistic, abs=1e-9)
    assert found.p_value == pytest.approx(oracle.p_value, abs=1e-9)


def test_without_events_there_is_nothing_to_compare():
    assert log_rank([1, 2], [False, False], [3], [False]) is None
    assert log_rank([], [], [], []) is None
