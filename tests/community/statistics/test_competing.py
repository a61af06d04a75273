"""Several ways of ending, held against the worked example and against lifelines."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import AalenJohansenFitter

from community.statistics.competing import aalen_johansen
from community.statistics.survival import kaplan_meier

RESOLVED, ESCALATED = 1, 2


def test_the_worked_example():
    hours, endings = [1, 3, 6, 2, 4], [RESOLVED, RESOLVED, RESOLVED, ESCALATED, 0]
    found = aalen_johansen(hours, endings)
    assert found[RESOLVED].by(6) == pytest.approx(0.80)
    assert found[ESCALATED].by(6) == pytest.approx(0.20)
    assert (found[RESOLVED].by(0.5), found[RESOLVED].interval_by(0.5)) == (0, (0, 0))
    # What calling the escalated question open would claim.
    assert kaplan_meier(hours, [ending == RESOLVED for ending in endings]).share_by(6) == pytest.approx(1.0)


def test_with_one_way_of_ending_it_is_the_other_curve():
    durations, endings = [1, 2, 2, 5, 3, 4, 8], [1, 1, 1, 1, 0, 0, 0]
    curve, found = kaplan_meier(durations, [ending == 1 for ending in endings]), aalen_johansen(durations, endings)[1]
    assert [found.by(t) for t in range(9)] == pytest.approx([curve.share_by(t) for t in range(9)])
    assert np.sqrt(found.variance) == pytest.approx([curve.standard_error_at(t) for t in found.times])


def test_nothing_that_ended_is_no_way_of_ending():
    assert aalen_johansen([3, 4], [0, 0]) == aalen_johansen([], []) == {}


@pytest.mark.parametrize("seed", range(30))
def test_it_agrees_with_lifelines(seed):
    random = np.random.default_rng(seed)
    durations = random.exponential(10, n := int(random.integers(5, 300)))
    endings = random.integers(0, 4, n)
    # The longest one is open: where everything ends, lifelines divides by zero.
    endings[np.argmax(durations)] = 0
    for kind, found in aalen_johansen(durations, endings).items():
        oracle = AalenJohansenFitter().fit(durations, endings, event_of_interest=kind)
        share = oracle.cumulative_density_.loc[found.times].to_numpy()[:, 0]
        assert found.share == pytest.approx(share, abs=1e-9)
        assert found.variance == pytest.approx(oracle.variance_.loc[found.times].to_numpy(), abs=1e-9)
        low, high = oracle.confidence_interval_.iloc[-1].sort_values()
        assert found.interval_by(durations.max()) == pytest.approx((low, high), abs=1e-9)
