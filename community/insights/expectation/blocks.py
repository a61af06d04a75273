"""The parts of the week: seven days of four parts each, in the company's time zone. Helpers sleep and rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

PARTS_OF_A_DAY: Final = 4
BLOCKS: Final = 7 * PARTS_OF_A_DAY
_HOURS: Final = 24 // PARTS_OF_A_DAY


def block_of(moment: datetime, zone: ZoneInfo) -> int:
    """Return the part of the week: 0 is Monday from midnight to six, 27 is Sunday from six in the evening."""
    local = moment.astimezone(zone)
    return local.weekday() * PARTS_OF_A_DAY + local.hour // _HOURS


def blocks_within(moment: datetime, span: timedelta, zone: ZoneInfo) -> frozenset[int]:
    """Return the parts of the week that the span from the moment on touches, also across a change of the clocks."""
    hours = int(span.total_seconds() // 3600) + 1
    return frozenset(block_of(moment + timedelta(hours=hour), zone) for hour in range(hours + 1))
