"""Posts from elsewhere: their HTML becomes Markdown that shows the same words."""

from __future__ import annotations

import re
from html import unescape

from bs4 import BeautifulSoup

from community.text.cleaning import UNSTORABLE, clean_text
from community.text.excerpt import plain_text
from community.text.html_converter import HtmlConverter, PlainConverter, described, escape_line
from community.text.markdown import render_markdown
from community.text.sanitize import sanitize_import

MAX_DEPTH = 100
# Formatting that is never closed is opened again in every paragraph: a hundred kinds of it, and five thousand paragraphs.
MAX_GROWTH = 10
_GROWTH_FLOOR = 2_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that never hold others, or that the next one closes: a thousand of them in a row are not a deep tree.
_SHALLOW = frozenset(
    {
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
    }
)  # fmt: skip
_DROPPED = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<!--.*?(?:-->|$)|</?[a-zA-Z!][^>]*>?", re.DOTALL)


def html_to_markdown(html: str, *, base_url: str = "") -> str:
    """Return Markdown whose rendering shows the same words as the HTML; never raises.

    Scripts, styles, drawings and formulas go, images become links, links to anything but web and mail addresses become
    their text, relative links are completed with `base_url` or become text as well. Where formatting would change what
    is read (or the HTML is nested more than MAX_DEPTH deep), formatting is given up, first within lines, then
    altogether. NUL and lone surrogates become U+FFFD. Length limits are those of forms and do not hold here: render
    with `limits=None`.
    """
    html = UNSTORABLE.sub("\ufffd", html)
    if _depth(html) > MAX_DEPTH:
        return _lines_to_markdown(_bare_text(html))
    safe = sanitize_import(html)
    if len(safe) > MAX_GROWTH * max(len(html), _GROWTH_FLOOR):
        return _lines_to_markdown(_bare_text(html))
    expected = _letters(_expected_text(safe))
    for converter in (HtmlConverter(base_url), PlainConverter(base_url)):
        # The outer element keeps the parser from taking a text without tags for the name of a file.
        markdown = _stored(converter.convert(f"<div>{safe}</div>"))
        if _letters(plain_text(render_markdown(markdown, limits=None).html)) == expected:
            return markdown
    return _lines_to_markdown(_expected_text(safe))


def _depth(html: str) -> int:
    """Return a bound for the nesting, found before anything is built: deep trees cost square time in every parser."""
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _SHALLOW:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _bare_text(html: str) -> str:
    return unescape(_ANY_TAG.sub("\n", _DROPPED.sub("", html)))


def _expected_text(safe_html: str) -> str:
    """Return the words a reader of the original sees, with the descriptions of pictures in their places."""
    soup = BeautifulSoup(f"<div>{safe_html}</div>", "html.parser")
    for image in soup.find_all("img"):
        image.replace_with(described(image))
    return plain_text(str(soup))


def _letters(text: str) -> str:
    """Return the text without white space and the sign we put before powers."""
    return "".join(clean_text(text).replace("^", "").split())


def _lines_to_markdown(text: str) -> str:
    lines = [escape_line(line) for line in _stored(text).split("\n")]
    return "\n\n".join(line for line in lines if line)


def _stored(text: str) -> str:
    return clean_text(UNSTORABLE.sub("\ufffd", text)).strip("\n")
