"""Times in the largest unit that says them exactly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.insights.promise.wording import percent, span


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "1 minute"), (90, "90 minutes"), (60, "1 hour"), (1440, "24 hours"), (2880, "2 days"), (1500, "25 hours")],
)
def test_spans_are_exact(minutes, said):
    assert span(timedelta(minutes=minutes)) == said


def test_no_share_is_no_percent():
    assert (percent(None), percent(0.795)) == ("", "80 %")
