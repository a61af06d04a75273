"""The times that are named: rounded to what people say, up as often as down, so that rounding keeps no share of them."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Final

_MINUTE, _HOUR = 60, 3600
# Up to the first number of seconds, times are multiples of the second.
_STEPS: Final = (
    (_HOUR, _MINUTE),
    (6 * _HOUR, 5 * _MINUTE),
    (24 * _HOUR, 15 * _MINUTE),
    (48 * _HOUR, _HOUR),
    (math.inf, 3 * _HOUR),
)


def said_time(seconds: float) -> timedelta:
    """Return the time that is named for so many seconds: the nearest that people say, a minute at least."""
    step = next(step for most, step in _STEPS if seconds <= most)
    return timedelta(seconds=max(1, math.floor(seconds / step + 0.5)) * step)
