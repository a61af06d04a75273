"""Months of a company, in its own time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from accounts.models import Company


def zone_of(company: Company) -> ZoneInfo:
    """Return the company's time zone, UTC where this machine does not know it."""
    try:
        return ZoneInfo(company.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def month_of(company: Company, moment: datetime) -> str:
    """Return the month in which a moment lies for the company, such as "2026-11"."""
    return f"{moment.astimezone(zone_of(company)):%Y-%m}"


def start_of_month(company: Company, month: str) -> datetime:
    """Return the first moment of a month."""
    year, number = (int(part) for part in month.split("-"))
    return datetime(year, number, 1, tzinfo=zone_of(company))
