"""What the expected time means, and the version of its rules that is stored with every figure."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from community.insights.clocks.definitions import Definition

EXPECTED_ANSWER: Final = Definition(
    "expected_answer",
    1,
    _("Expected time to the first answer"),
    _(
        "The times by which half and 8 in 10 of the questions in the same language and topic, asked in the same part of the "
        "week, had a first answer in the last 28 days, or in the last 180 days where those had fewer than 30. What is known "
        "of few questions is filled up from the parent topic and from the whole community. The time for 8 in 10 is a "
        "cautious one; none is said beyond seven days."
    ),
)

# Recent questions speak for themselves, unless there are too few of them.
RECENT_DAYS: Final = 28
LONGER_DAYS: Final = 180
FEWEST_EVENTS: Final = 30
# Beyond that no time is named.
LONGEST: Final = timedelta(days=7)
# The second of the two shares; the first is a half.
CAUTIOUS_SHARE: Final = 0.8
# How many standard errors the curve is taken too high for it.
CAUTION: Final = 1.0
# An older figure is not shown: when nothing has computed another for so long, nobody knows.
VALID_FOR: Final = timedelta(hours=24)
