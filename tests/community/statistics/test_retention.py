"""Staying and leaving."""

from __future__ import annotations

import pytest

from community.statistics.retention import inactivity
from community.statistics.survival import kaplan_meier

DAY = 86_400.0


def days(*moments: float) -> list[float]:
    return [moment * DAY for moment in moments]


def test_somebody_leaves_when_sixty_quiet_days_are_over():
    stayed, left = inactivity([days(0, 10, 30), days(0, 10, 30, 100), days(80)], now=100 * DAY)
    assert stayed.tolist() == days(90, 90, 20)
    assert left.tolist() == [True, True, False]


def test_the_order_of_the_acts_does_not_matter():
    assert inactivity([days(30, 0, 10)], 100 * DAY)[0].tolist() == days(90)


def test_coming_back_the_day_before_is_staying():
    stayed, left = inactivity([days(0, 59)], now=100 * DAY)
    assert (stayed.tolist(), left.tolist()) == (days(100), [False])


def test_the_curve_counts_those_who_are_still_here():
    curve = kaplan_meier(*inactivity([days(0), days(0, 50, 90), days(90)], now=100 * DAY))
    assert curve.share_by(60 * DAY) == pytest.approx(0.5)
    assert kaplan_meier(*inactivity([], now=DAY)).n == 0
