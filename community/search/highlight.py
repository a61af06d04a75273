"""Text in which PostgreSQL has marked what was found, as safe HTML."""

from __future__ import annotations

from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# What ts_headline puts around a word. Control characters, which clean_text takes out of every text.
START: Final = "\x02"
END: Final = "\x03"
# Controls of direction may stand in texts, but a snippet cuts them off from what would end them.
_UNWANTED: Final = dict.fromkeys(
    map(ord, START + END + "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


def without_marks(text: str) -> str:
    """Return the text without any character that could be taken for a mark or turn the text behind it."""
    return text.translate(_UNWANTED)


def highlighted(marked: str) -> SafeString:
    """Return a marked text on one line as HTML: everything escaped, the marks turned into <mark>."""
    line = escape(" ".join(marked.split()))
    # Only our own marks become tags, and only after everything else was escaped.
    return mark_safe(line.replace(START, "<mark>").replace(END, "</mark>"))
