"""The numbers in the rules of the expected time (clocks.definitions.EXPECTED_ANSWER). A change of one is a new version."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

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
