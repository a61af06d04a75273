import random

import pytest

from community.personalization.learning.counters import DAY, FadingCounts, HourCounts, hour_of


def test_half_is_left_after_a_half_life():
    counts = FadingCounts(DAY)
    counts.add(0, 0.0)
    assert counts.at(DAY, 1)[0] == pytest.approx(0.5)


def test_the_order_of_events_does_not_matter():
    events = [(random.Random(1).randrange(5), moment * 977.0) for moment in range(500)]
    in_order, shuffled = FadingCounts(DAY), FadingCounts(DAY)
    for person, moment in events:
        in_order.add(person, moment)
    for person, moment in random.Random(2).sample(events, len(events)):
        shuffled.add(person, moment)
    assert shuffled.at(1e6, 5) == pytest.approx(in_order.at(1e6, 5), rel=1e-9)


def test_a_count_from_later_is_not_blown_up():
    counts = FadingCounts(DAY)
    counts.add(0, 10 * DAY)
    assert counts.at(0.0, 1)[0] == 1.0


def test_hours_begin_with_the_hour_of_the_question():
    hours = HourCounts(60 * DAY)
    hours.add(0, 5 * 3600.0)
    assert hour_of(4 * 3600.0) == 4
    assert hours.at(4 * 3600.0, 1)[0][1] == pytest.approx(1.0, rel=1e-3)
    assert hours.at(4 * 3600.0, 1).sum() == pytest.approx(1.0, rel=1e-3)


def test_what_was_counted_meanwhile_is_told():
    counts = FadingCounts(100.0)
    counts.add(0, 0.0)
    before = counts.at(0.0, 1)
    counts.add(0, 0.0)
    assert counts.at(0.0, 1)[0] == 2.0 and before[0] == 1.0
    counts.put(0, 5.0, 0.0)
    assert counts.at(0.0, 1)[0] == 5.0
