"""Rendered posts as plain words: snippets, mails, descriptions for search engines."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from community.text.cleaning import INVISIBLE

ELLIPSIS = "…"

_BLOCKS = frozenset(
    {"p", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "table", "tr", "hr", "br", "div"}
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = re.compile(f"[\\s\u2800{INVISIBLE}]+")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain_text(html: str) -> str:
    """Return the words of a rendered post, one line for each block; code keeps its own lines and indentation.

    Made for the output of render_markdown; of other HTML it returns the text as well, scripts included.
    """
    collector = _TextCollector()
    collector.feed(html)
    collector.close()
    return collector.text()


def excerpt(text: str, length: int) -> str:
    """Return the beginning of a plain text in one line of at most `length` characters, cut between words.

    A cut is marked by an ellipsis, which counts. Direction controls go, so that they cannot turn what stands behind.
    """
    line = " ".join(_DIRECTIONS.sub("", text).split())
    if len(line) <= length:
        return line
    room = length - len(ELLIPSIS)
    words = line[: room + 1].rsplit(" ", 1)
    # A first word that fills most of the room (a link, a text without spaces) is cut inside rather than dropped.
    kept = words[0] if len(words) == 2 and len(words[0]) >= room // 2 else line[:room]
    return kept.rstrip(" ,;:.") + ELLIPSIS


def visible_length(text: str) -> int:
    """Count the characters that leave ink: neither white space nor anything invisible."""
    return len(_UNSEEN.sub("", text))


class _TextCollector(HTMLParser):
    """Gathers text and remembers where one block ends and the next begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._pre_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._pre_depth += tag == "pre"
        if tag in _BLOCKS:
            self._break_line()
        elif tag in _CELLS and self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._pre_depth -= tag == "pre"
        if tag in _BLOCKS:
            self._break_line()

    def handle_data(self, data: str) -> None:
        if self._pre_depth < 1 and data.startswith("\n"):
            self._break_line()
            data = data.lstrip("\n")
        if data:
            self._parts.append(data)

    def text(self) -> str:
        """Return what was gathered, without white space at the ends of lines or empty lines at either end."""
        lines = "".join(self._parts).split("\n")
        return "\n".join(line.rstrip() for line in lines).strip("\n").strip()

    def _break_line(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append("\n")
