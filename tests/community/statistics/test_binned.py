"""What is counted in bins gives the same curve as the single durations, up to the width of a bin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.statistics.binned import life_table, quantile_between, share_between
from community.statistics.survival import kaplan_meier

EDGES = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
lives = st.lists(st.tuples(st.floats(0.01, 30.0), st.booleans()), min_size=1, max_size=60)


def counted(durations, happened):
    bins = np.searchsorted(EDGES, durations, side="right")
    number = EDGES.size + 1
    return np.bincount(bins[happened], minlength=number), np.bincount(bins[~happened], minlength=number)


def just_before(edge):
    return float(np.nextafter(edge, 0.0))


@given(lives)
def test_it_lies_where_the_exact_curve_may_lie(rows):
    durations, happened = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    exact = kaplan_meier(durations, happened)
    events, left = counted(durations, happened)
    binned = life_table(EDGES, events, left)
    at_risk = len(rows) - np.concatenate(([0], np.cumsum(events + left)[:-1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        leaving_last = np.cumprod(np.nan_to_num(1.0 - events / at_risk, nan=1.0))
        leaving_first = np.cumprod(np.nan_to_num(1.0 - events / (at_risk - left), nan=1.0))
    for index, edge in enumerate(EDGES):
        low, high = leaving_first[index] - 1e-9, leaving_last[index] + 1e-9
        assert low <= exact.survival_at(just_before(edge)) <= high
        assert low <= binned.survival[index] <= high


@given(st.lists(st.floats(0.01, 30.0), min_size=1, max_size=60))
def test_without_censoring_it_is_exact_at_the_edges(durations):
    everybody = np.ones(len(durations), dtype=bool)
    exact = kaplan_meier(durations, everybody)
    binned = life_table(EDGES, *counted(np.array(durations), everybody))
    assert binned.survival == pytest.approx([exact.survival_at(just_before(edge)) for edge in EDGES], abs=1e-9)
    assert (binned.n, binned.happened) == (len(durations), sum(d < EDGES[-1] for d in durations))


def test_the_worked_example_in_hours():
    events, left = counted(np.array([1, 2, 2, 5, 3, 4, 8]) - 0.5, np.array([1, 1, 1, 1, 0, 0, 0], dtype=bool))
    curve = life_table(EDGES, events, left)
    # Two leave between 2 and 4 hours; the last one leaves in the bin of the fourth event, half at risk: 1 - 1 / 1.5.
    assert curve.survival == pytest.approx([6 / 7, 4 / 7, 4 / 7, 4 / 7 / 3, 4 / 7 / 3])
    assert curve.at_risk.tolist() == [7, 6, 4, 2, 0]


def test_between_the_edges_it_runs_straight():
    curve = life_table(EDGES, [0, 0, 4, 0, 0, 0], [0, 0, 0, 0, 0, 0])
    assert (quantile_between(curve, 0.5), share_between(curve, 3.0)) == (3.0, 0.5)
    assert quantile_between(life_table(EDGES, [2, 0, 0, 0, 0, 0], [0] * 6), 0.5) == 0.5


def test_a_share_that_is_not_reached_has_no_time():
    assert quantile_between(life_table(EDGES, [1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 9]), 0.5) is None


def test_nobody_gives_a_curve_that_stays_at_one():
    curve = life_table(EDGES, [0] * 6, [0] * 6)
    assert (curve.n, curve.last_follow_up, curve.survival.tolist()) == (0, 0.0, [1.0] * 5)
