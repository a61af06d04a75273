"""How moments are written: the same bytes for every reader, finished in the reader's own zone by site.js."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community import clock
from community.web.durations import human_duration

register = template.Library()

# After that a number of days says less than the date.
_LONGEST_COUNTED: Final = timedelta(days=60)


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """Write a moment as a <time> element, in UTC for readers without JavaScript. Nothing for None.

    The page holds no local or relative time, so that it can be cached for everybody.
    """
    if value is None:
        return mark_safe("")
    # Translators: how a moment is written in the pattern of Django's date filter; "UTC" follows.
    pattern = pgettext("date", "j M Y, H:i")
    return _time_element(value, "moment", f"{date_format(value.astimezone(UTC), pattern)} UTC")


@register.simple_tag
def waiting(since: datetime) -> SafeString:
    """Write how long somebody waits: "waiting 6 min", counted on by JavaScript, or "waiting since 3 Feb 2015"."""
    waited = clock.now() - since
    if waited > _LONGEST_COUNTED:
        shown = _time_element(since, "day", date_format(since.astimezone(UTC), pgettext("date", "j M Y")))
        return format_html(_("waiting since {date}"), date=shown)
    return format_html(
        _("waiting {time}"), time=format_html("<b>{}</b>", _time_element(since, "span", human_duration(waited)))
    )


def _time_element(value: datetime, kind: str, text: str) -> SafeString:
    stamp = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html('<time datetime="{}" data-local="{}">{}</time>', stamp, kind, text)
