"""How moments are written: the same bytes for every reader, finished in the reader's own zone by site.js."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from community import clock
from community.web.durations import human_duration
from community.web.moments import day_in_words, moment_in_words

register = template.Library()

# Before that a number of seconds says less than "just asked", after that a number of days less than the date.
_SHORTEST_COUNTED: Final = timedelta(minutes=1)
_LONGEST_COUNTED: Final = timedelta(days=60)


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """Write a moment as a <time> element, in UTC for readers without JavaScript. Nothing for None.

    The page holds no local or relative time, so that it can be cached for everybody.
    """
    return mark_safe("") if value is None else _time_element(value, "moment", moment_in_words(value))


@register.simple_tag
def day(value: datetime) -> SafeString:
    """Write the day of a moment as a <time> element."""
    return _time_element(value, "day", day_in_words(value))


@register.simple_tag
def waiting(since: datetime) -> SafeString:
    """Write how long somebody waits: "just asked", "waiting 6 min", counted on by JavaScript, "waiting since 3 Feb 2015"."""
    waited = clock.now() - since
    if waited > _LONGEST_COUNTED:
        return format_html(_("waiting since {date}"), date=day(since))
    if waited < _SHORTEST_COUNTED:
        return _time_element(since, "waiting", _("just asked"))
    said = format_html(_("waiting {time}"), time=format_html("<b>{}</b>", human_duration(waited)))
    return _time_element(since, "waiting", said)


def _time_element(value: datetime, kind: str, text: str) -> SafeString:
    stamp = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html('<time datetime="{}" data-local="{}">{}</time>', stamp, kind, text)
