"""A language that nobody speaks: every text in brackets and 40 % longer, those of Django and allauth too."""

from __future__ import annotations

import gettext
import math
from html.parser import HTMLParser

CODE = "eo"
_OPEN, _CLOSE = "⟦", "⟧"
_SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title"}
# What stands in these is no sentence, or not for people; keys are named by what is printed on them.
_SILENT = {"script", "style", "kbd", "code", "textarea", "svg"}


class LongerWords(gettext.NullTranslations):
    """What Django asks for a translation."""

    def language(self) -> str:
        return CODE

    to_language = language

    def gettext(self, message: str) -> str:
        return longer(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def longer(text: str) -> str:
    """Return the text with its placeholders, in brackets, with words appended that may wrap."""
    more = " longer" * len(text)
    return f"{_OPEN}{text}{more[: math.ceil(0.4 * len(text))]}{_CLOSE}" if text else text


def untranslated(html: str) -> str:
    """Return what a page says outside of the brackets: content, and texts that were forgotten."""
    page = _Page()
    page.feed(html)
    page.close()
    return " ".join(_outside(said) for said in page.said)


def _outside(said: str) -> str:
    kept, depth = [], 0
    for character in said:
        depth += character == _OPEN
        kept.append(" " if depth else character)
        depth -= character == _CLOSE
    return "".join(kept)


class _Page(HTMLParser):
    """Collects what is read or heard: the text, which may run on through elements, and then each attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        spoken = _SPOKEN | ({"value"} if tag == "input" and ("type", "submit") in attributes else set())
        self.said += [value for name, value in attributes if name in spoken and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said[0] += data + " "
