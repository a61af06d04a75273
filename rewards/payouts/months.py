"""Days and months as a company counts them, beyond what earning needs: in its own time zone."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import Final

from accounts.models import Company
from community import clock
from rewards.earning.calendar import start_of_month, zone_of

_MONTH: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


def today_of(company: Company) -> date:
    """Return the date of now where the company is."""
    return clock.now().astimezone(zone_of(company)).date()


def is_month(text: str) -> bool:
    """Return whether a text names a month of this century, such as "2026-11"."""
    return _MONTH.fullmatch(text) is not None


def first_day_of(month: str) -> date:
    """Return the first day of a month that is written "2026-11"."""
    year, _dash, number = month.partition("-")
    return date(int(year), int(number), 1)


def month_after(month: str, months: int = 1) -> str:
    """Return the month so many months later, or earlier for a negative number."""
    first = first_day_of(month)
    count = first.year * 12 + first.month - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"


def bounds_of(company: Company, month: str) -> tuple[datetime, datetime]:
    """Return the moments at which a month begins and the next one does, where the company is."""
    return start_of_month(company, month), start_of_month(company, month_after(month))


def midnight_of(company: Company, day: date) -> datetime:
    """Return the moment at which a day begins where the company is."""
    return datetime(day.year, day.month, day.day, tzinfo=zone_of(company))


def days_in(year: int, month: int) -> int:
    """Return how many days a month has."""
    return calendar.monthrange(year, month)[1]


def months_after(day: date, months: int) -> date:
    """Return the day so many months later, or earlier for a negative number; the last of a month that is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, days_in(year, month)))
