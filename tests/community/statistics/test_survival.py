"""The curve of Kaplan and Meier: the worked example to six digits, and lifelines on thousands of random durations."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import KaplanMeierFitter

from community.statistics.survival import kaplan_meier

HOURS = [1, 2, 2, 5, 3, 4, 8]
HAPPENED = [True, True, True, True, False, False, False]


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return durations with many ties, of which some are censored."""
    random = np.random.default_rng(seed)
    n = int(random.integers(1, 400))
    return np.ceil(random.exponential(20, n)), random.random(n) < random.uniform(0.1, 1.0)


def test_the_worked_example():
    curve = kaplan_meier(HOURS, HAPPENED)
    found = [curve.survival_at(hour) for hour in (0.5, 1, 2, 4.9, 5, 8)]
    assert found == pytest.approx([1, 0.857143, 0.571429, 0.571429, 0.285714, 0.285714], abs=1e-6)
    assert curve.standard_error_at(5) == pytest.approx(0.222627, abs=1e-6)
    assert curve.median == 5
    assert curve.restricted_mean(8) == pytest.approx(4.428571, abs=1e-6)
    assert (curve.n, curve.happened, curve.last_follow_up) == (7, 4, 8)
    # What forgetting the open ones would claim.
    assert np.median([hour for hour, over in zip(HOURS, HAPPENED, strict=True) if over]) == 2


def test_a_median_that_is_not_reached_is_none():
    assert kaplan_meier([1, 5, 9], [True, False, False]).median is None
    assert kaplan_meier([], []).median is None
    assert kaplan_meier([], []).survival_at(3) == 1


def test_events_come_before_censorings_of_the_same_time():
    assert kaplan_meier([2, 2], [True, False]).survival_at(2) == 0.5


@pytest.mark.parametrize("seed", range(40))
def test_it_agrees_with_lifelines(seed):
    durations, happened = drawn(seed)
    curve, oracle = kaplan_meier(durations, happened), KaplanMeierFitter().fit(durations, happened)
    times = np.unique(durations[happened])
    assert curve.times == pytest.approx(times)
    assert curve.survival == pytest.approx(oracle.survival_function_at_times(times).to_numpy(), abs=1e-9)
    low, high = curve.band()
    theirs = oracle.confidence_interval_.loc[times].to_numpy()
    # Where the last one at risk ends, S is 0 and its interval has no width; lifelines says that it does not know.
    inside = (curve.survival > 1e-9) & (curve.survival < 1 - 1e-9)
    assert low[inside] == pytest.approx(theirs[inside, 0], abs=1e-9)
    assert high[inside] == pytest.approx(theirs[inside, 1], abs=1e-9)
    expected = oracle.median_survival_time_
    assert curve.median == (None if np.isinf(expected) else expected)


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_at_a_time_is_the_band_there(seed):
    curve = kaplan_meier(*drawn(seed))
    low, high = curve.band()
    for index, time in enumerate(curve.times):
        assert curve.interval_at(time + 0.5) == pytest.approx((low[index], high[index]))


def test_the_error_of_a_restricted_mean_is_that_of_a_mean_when_nobody_is_censored():
    durations = np.random.default_rng(3).exponential(10, 400)
    curve = kaplan_meier(durations, np.ones(400, dtype=bool))
    held = np.minimum(durations, 12.0)
    assert curve.restricted_mean(12.0) == pytest.approx(held.mean())
    assert curve.restricted_mean_error(12.0) == pytest.approx(held.std() / np.sqrt(400))
