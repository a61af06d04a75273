from __future__ import annotations

from datetime import timedelta

import pytest

from community.insights.expectation.rounding import said_time


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, timedelta(minutes=1)),
        (89, timedelta(minutes=1)),
        (90, timedelta(minutes=2)),
        (60 * 60 + 1, timedelta(hours=1)),
        (64 * 60, timedelta(hours=1, minutes=5)),
        (6.4 * 3600, timedelta(hours=6, minutes=30)),
        (24.6 * 3600, timedelta(hours=25)),
        (49 * 3600, timedelta(hours=48)),
    ],
)
def test_times_are_rounded_to_what_people_say(seconds, said):
    assert said_time(seconds) == said


def test_from_five_minutes_on_by_a_tenth_at_most():
    for seconds in range(300, 7 * 86400, 97):
        assert 0.9 * seconds <= said_time(seconds).total_seconds() <= 1.1 * seconds
