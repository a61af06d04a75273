"""Figures that small numbers cannot inflate."""

from __future__ import annotations

import pytest

from rewards.reputation.quality import knowledge, wilson_lower_bound


@pytest.mark.parametrize(("positive", "total", "bound"), [(7, 7, 0.646), (9, 11, 0.523), (0, 5, 0.0), (0, 0, 0.0)])
def test_the_bound_is_wilsons(positive, total, bound):
    assert wilson_lower_bound(positive, total) == pytest.approx(bound, abs=0.0005)


def test_somebody_without_answers_stands_at_the_prior():
    assert knowledge(0, 0) == 0.25


def test_more_evidence_moves_it_further():
    assert 0.25 < knowledge(1, 1) < knowledge(5, 5) < knowledge(50, 50) < 1
