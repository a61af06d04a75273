"""How moments are written in sentences: in UTC, alike everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.translation import pgettext


def moment_in_words(value: datetime) -> str:
    """Return the moment in the reader's language and in UTC: "3 Feb 2015, 14:05 UTC"."""
    # Translators: how a moment is written in the pattern of Django's date filter; "UTC" follows.
    pattern = pgettext("date", "j M Y, H:i")
    return f"{date_format(value.astimezone(UTC), pattern)} UTC"


def day_in_words(value: datetime) -> str:
    """Return the day of the moment, in UTC: "3 Feb 2015"."""
    return date_format(value.astimezone(UTC), pgettext("date", "j M Y"))
