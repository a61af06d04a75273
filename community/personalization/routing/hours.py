"""Days and hours as a member counts them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def begin_of_day(day: date, zone: str) -> datetime:
    """Return the first moment of a day in a time zone."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))
