"""How moments and spans of time are written in templates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import clock

register = template.Library()

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """Write a moment as a <time> element: UTC for readers without JavaScript, their own zone for all others.

    The page holds no local time, so that it can be cached for everybody. Nothing is written for a missing moment.
    """
    if value is None:
        return mark_safe("")
    return _time_element(value, "moment", date_format(value.astimezone(UTC), "j M Y, H:i") + " UTC")


@register.simple_tag
def waiting_since(value: datetime | None) -> SafeString:
    """Write how long ago a moment was, as a <time> element that keeps counting where JavaScript runs."""
    if value is None:
        return mark_safe("")
    return _time_element(value, "span", span(clock.now() - value))


@register.filter
def span(value: timedelta | None) -> str:
    """Write a duration with one unit, rounded down: "under a minute", "4 min", "31 min", "2 hr", "3 days"."""
    if value is None:
        return ""
    seconds = max(0, int(value.total_seconds()))
    if seconds < _MINUTE:
        return _("under a minute")
    if seconds < _HOUR:
        return ngettext("%(count)d min", "%(count)d min", seconds // _MINUTE) % {"count": seconds // _MINUTE}
    if seconds < 2 * _DAY:
        return ngettext("%(count)d hr", "%(count)d hr", seconds // _HOUR) % {"count": seconds // _HOUR}
    return ngettext("%(count)d day", "%(count)d days", seconds // _DAY) % {"count": seconds // _DAY}


def _time_element(value: datetime, kind: str, text: str) -> SafeString:
    stamp = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return mark_safe(f'<time datetime="{stamp}" data-local="{kind}">{escape(text)}</time>')
