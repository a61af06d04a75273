"""Web and mail addresses in running text.

The rules are those of GitHub's autolinks, which need a scheme or "www.": of bare host names, "ok.So" and "readme.md"
would be in the domains of two countries. Own expressions instead of a library's, whose tables of every script take
most of a second to compile, again each time that the cache of `re` has forgotten them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from community.text.sanitize import MAX_URL

# Quotation marks and the punctuation of scripts that put no space behind it.
_ENDS_ADDRESS = '\\s<>"`«»\u2018-\u201f\u2026\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65'
_HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,30}"
_WEB = re.compile(
    # Never a part of "http://user:secret@host": what would be linked is not where the address leads.
    rf"(?<![\w@/.:-])(?:https?://{_HOST}|www\.{_HOST}\.[\w-]{{2,63}})(?![\w@-]|:[^\s/]{{0,99}}@)"
    rf"(?::\d{{1,5}})?(?:[/?#][^{_ENDS_ADDRESS}]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<![\w@/.+:-])(?:mailto:)?[A-Z0-9][A-Z0-9._+-]{0,63}@[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63}){1,10}(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
_TRAILING = re.compile(r"(?:[?!.,:;*_~'-]|&[a-zA-Z0-9]+;)+$")
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Address:
    """An address found at text[index:last_index]; the names of the fields are those markdown-it reads."""

    index: int
    last_index: int
    text: str
    url: str
    schema: str


class AddressFinder:
    """Finds addresses; has the methods that markdown-it expects of its finder of links."""

    def pretest(self, text: str) -> bool:
        """Tell cheaply whether a text may hold an address."""
        return "@" in text or "://" in text or "www." in text.lower()

    def test(self, text: str) -> bool:
        """Tell whether a text is worth a call of match()."""
        return self.pretest(text)

    def match(self, text: str) -> list[Address]:
        """Return the addresses in a text in their order."""
        found = sorted([*_web(text), *_mail(text)], key=lambda address: address.index)
        apart: list[Address] = []
        for address in found:
            if not apart or address.index >= apart[-1].last_index:
                apart.append(address)
        return apart

    def match_at_start(self, text: str) -> Address | None:
        """Return the web address with which a text begins."""
        found = _WEB.match(text)
        return _as_web_address(found) if found else None


def _web(text: str) -> Iterator[Address]:
    if "://" in text or "www." in text.lower():
        yield from map(_as_web_address, _WEB.finditer(text))


def _mail(text: str) -> Iterator[Address]:
    if "@" not in text:
        return
    for found in _MAIL.finditer(text):
        raw = found.group()
        url = raw if raw.lower().startswith("mailto:") else f"mailto:{raw}"
        yield Address(found.start(), found.end(), raw, url, "mailto:")


def _as_web_address(found: re.Match[str]) -> Address:
    raw = _without_tail(found.group())
    schema = "" if raw.lower().startswith("www.") else raw[: raw.index(":") + 1]
    url = raw if schema else f"http://{raw}"
    return Address(found.start(), found.start() + len(raw), raw, url, schema)


def _without_tail(raw: str) -> str:
    """Drop what belongs to the sentence: punctuation, and brackets that were opened before the address."""
    raw = raw[: MAX_URL + 1]
    while True:
        shorter = _TRAILING.sub("", raw)
        if shorter and shorter[-1] in _PAIRS and shorter.count(shorter[-1]) > shorter.count(_PAIRS[shorter[-1]]):
            shorter = shorter[:-1]
        if shorter == raw:
            return raw
        raw = shorter
