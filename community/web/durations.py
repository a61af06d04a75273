"""How spans of time are written in sentences and tables."""

from __future__ import annotations

import math
from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def wait_phrase(wait: timedelta) -> str:
    """Return a wait in words with one unit, rounded up so that coming back then is never too early: "3 hours"."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    if seconds < _MINUTE:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    if seconds <= _HOUR - _MINUTE:
        return _minutes(math.ceil(seconds / _MINUTE))
    return _hours(math.ceil(seconds / _HOUR))


def span_phrase(length: timedelta) -> str:
    """Return a length of time in words with at most two units, rounded up to minutes: "12 minutes", "2 days 6 hours"."""
    minutes = max(1, math.ceil(length.total_seconds() / _MINUTE))
    if minutes < 2 * 60 and minutes != 60:
        return _minutes(minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < _DAY // _HOUR * 2:
        return f"{_hours(hours)} {_minutes(minutes)}" if minutes else _hours(hours)
    days, hours = divmod(hours + (minutes > 0), 24)
    said = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return f"{said} {_hours(hours)}" if hours else said


def _minutes(count: int) -> str:
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def human_duration(length: timedelta) -> str:
    """Return a length of time with at most two units, rounded down: "42 s", "4 min", "1 h 12 min", "3 days"."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < _MINUTE:
        return _("%(seconds)d s") % {"seconds": seconds}
    if seconds < _HOUR:
        return _("%(minutes)d min") % {"minutes": seconds // _MINUTE}
    if seconds >= 2 * _DAY:
        days = seconds // _DAY
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    hours, minutes = divmod(seconds // _MINUTE, 60)
    if not minutes:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def within(length: timedelta) -> str:
    """Return a length of time as people say it, with one unit and rounded up, so that "within 6 min" is true.

    "40 s", "6 min", "1.5 h", "2.5 days".
    """
    # Moments that were read as floats lie off by less than a millisecond; that is no minute more.
    seconds = max(0, math.ceil(round(length.total_seconds(), 3)))
    if seconds < _MINUTE:
        return _("%(seconds)d s") % {"seconds": seconds}
    if seconds <= _HOUR - _MINUTE:
        return _("%(minutes)d min") % {"minutes": math.ceil(seconds / _MINUTE)}
    if seconds < 2 * _DAY:
        return _("%(hours)s h") % {"hours": _tenths(seconds / _HOUR)}
    return _("%(days)s days") % {"days": _tenths(seconds / _DAY)}


def _tenths(number: float) -> str:
    """Return the number rounded up to a tenth as the language writes it; no tenth where there is none, or beyond ten."""
    # What is a tenth but for the last bit of a float is not the next one.
    tenths = math.ceil(round(number * 10, 6))
    if number >= 10 or tenths % 10 == 0:
        return number_format(math.ceil(tenths / 10))
    return number_format(tenths / 10, 1)
