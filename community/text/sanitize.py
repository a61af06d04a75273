"""The last word on what HTML a post may contain: an allow-list over the rendered output."""

from __future__ import annotations

import re

import nh3

from community.text.highlight import CLASS_NAMES

LINK_REL = "nofollow ugc noopener"
URL_SCHEMES = frozenset({"http", "https", "mailto"})
MAX_URL = 2_000

TAGS = frozenset(
    {
        "a", "blockquote", "br", "code", "del", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
        "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
# Without "*", the library lets lang and title stand anywhere.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
CLASSES = {
    "div": {"table-scroll"},
    "span": {"mention", *CLASS_NAMES},
    "td": {"align-center", "align-end"},
    "th": {"align-center", "align-end"},
}
# Values that the keyboard needs to reach and scroll what is wider than the page.
VALUES = {"pre": {"tabindex": {"0"}}, "div": {"tabindex": {"0"}}}

# Browsers drop or skip these inside a URL, so that a filter and a browser may read two different schemes.
_CONTROL_OR_SPACE = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
# No user name before the host: "https://your-bank.example@other.example" exists to be misread.
_SAFE_URL = re.compile(r"https?://[^/?#\\@]+(?:[/?#]|$)|mailto:[^@]+@[^@]+$", re.IGNORECASE)


def is_safe_url(url: str) -> bool:
    """Tell whether a link may point there: absolute http, https or mailto, of sane length, no hidden characters."""
    return len(url) <= MAX_URL and bool(_SAFE_URL.match(url)) and not _CONTROL_OR_SPACE.search(url)


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href" and not is_safe_url(value):
        return None
    if attribute == "start" and not (value.isascii() and value.isdecimal()):
        return None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    allowed_classes=CLASSES,
    attribute_filter=_keep_attribute,
    url_schemes=URL_SCHEMES,
    url_relative="deny",
    link_rel=LINK_REL,
    strip_comments=True,
)


_IMPORT_TAGS = TAGS | frozenset(
    {
        "article", "b", "caption", "center", "dd", "dl", "dt", "figcaption", "figure", "h1", "h2", "i", "img", "kbd",
        "s", "samp", "section", "strike", "sub", "sup", "tfoot", "tt", "u",
    }
)  # fmt: skip
_importer = nh3.Cleaner(
    tags=_IMPORT_TAGS,
    clean_content_tags={"head", "noscript", "script", "style", "template", "title"},
    attributes={"a": {"href"}, "code": {"class"}, "img": {"alt", "src"}, "ol": {"start"}, "pre": {"class"}},
    url_schemes=URL_SCHEMES,
    link_rel=None,
)


def sanitize_import(html: str) -> str:
    """Return foreign HTML well-formed and reduced to what can be said in Markdown. Relative links stay."""
    return _importer.clean(html)


def sanitize(html: str) -> str:
    """Return the HTML with nothing left but the elements, attributes, classes and URL schemes named above.

    Sanitizing twice changes nothing. Every link gets rel="nofollow ugc noopener".
    """
    return _cleaner.clean(html)
