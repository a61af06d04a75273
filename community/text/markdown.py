"""Markdown to the HTML that is stored beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markdown_it.token import Token

from community.text.cleaning import TextRefused, refuse_unstorable
from community.text.excerpt import plain_text, visible_length
from community.text.parser import PostParser, inline_tokens
from community.text.renderer import PostRenderer
from community.text.sanitize import sanitize

# Raise it when the same Markdown gives other HTML, so that stored posts can be found and rendered again.
RENDER_VERSION = 1

MAX_CHARS = 20_000
MAX_LINKS = 50
MAX_MENTIONS = 20
MAX_REPORTED_MENTIONS = 10
MAX_GROWTH = 10
# Below this size the tags around a few words weigh more than the words.
_GROWTH_FLOOR = 2_000


@dataclass(frozen=True)
class Limits:
    """How much one text may hold. Mentions are counted each time a name is written."""

    chars: int = MAX_CHARS
    links: int = MAX_LINKS
    mentions: int = MAX_MENTIONS


LIMITS = Limits()


@dataclass(frozen=True)
class Rendered:
    """A rendered text.

    `html` is safe to show as it is and names no company. `visible_chars` counts the characters a reader sees, without
    white space. `mentions` are the first ten names, each once, as written: look members up by `skeleton(name)`.
    """

    html: SafeString
    visible_chars: int
    mentions: tuple[str, ...]
    version: int


_parser = PostParser()
_renderer = PostRenderer()


def render_markdown(markdown: str, *, limits: Limits | None = LIMITS) -> Rendered:
    """Render a text once, to be stored with its version.

    Raises TextRefused with a sentence for the author when the text is over a limit, or when its page would be more than
    MAX_GROWTH times its size. `limits=None` is for importers, who cannot ask the author: everything is shown, but
    mentions beyond the limit stay text, and a part that would grow too large is shown without formatting. Time is
    bounded by the length either way: long texts are read in parts of at most MAX_CHARS.
    """
    refuse_unstorable(markdown)
    if limits:
        _refuse_too_long(markdown, limits)
    parts = list(_parts(markdown))
    parsed = [_parser.parse(part, {}) for part in parts]
    mentions = [token for tokens in parsed for token in inline_tokens(tokens) if token.type == "mention"]
    if limits:
        links = sum(token.type == "link_open" for tokens in parsed for token in inline_tokens(tokens))
        _refuse_too_many(links, len(mentions), limits)
    else:
        _unmark(mentions[MAX_MENTIONS:])
    html = "".join(_html(part, tokens, strict=bool(limits)) for part, tokens in zip(parts, parsed, strict=True))
    return Rendered(
        html=mark_safe(html),
        visible_chars=visible_length(plain_text(html)),
        mentions=_first_names(mentions[:MAX_MENTIONS] if limits is None else mentions),
        version=RENDER_VERSION,
    )


def _refuse_too_long(markdown: str, limits: Limits) -> None:
    over = len(markdown) - limits.chars
    if over > 0:
        raise TextRefused(
            ngettext(
                "Your text is %(over)d character too long. It may have up to %(limit)d.",
                "Your text is %(over)d characters too long. It may have up to %(limit)d.",
                over,
            )
            % {"over": over, "limit": limits.chars}
        )


def _refuse_too_many(links: int, mentions: int, limits: Limits) -> None:
    if links > limits.links:
        raise TextRefused(
            ngettext(
                "Your text has %(count)d link. It may have up to %(limit)d.",
                "Your text has %(count)d links. It may have up to %(limit)d.",
                links,
            )
            % {"count": links, "limit": limits.links}
        )
    if mentions > limits.mentions:
        raise TextRefused(
            ngettext(
                "Your text mentions people %(count)d time. It may do so up to %(limit)d times.",
                "Your text mentions people %(count)d times. It may do so up to %(limit)d times.",
                mentions,
            )
            % {"count": mentions, "limit": limits.mentions}
        )


def _parts(markdown: str) -> Iterator[str]:
    """Cut a long text between paragraphs where it can be, else between lines, else anywhere."""
    start = 0
    while len(markdown) - start > MAX_CHARS:
        limit = start + MAX_CHARS
        cuts = (markdown.rfind("\n\n", start + 1, limit), markdown.rfind("\n", start + 1, limit), limit)
        end = next(cut for cut in cuts if cut > start)
        yield markdown[start:end]
        start = end
    yield markdown[start:]


def _html(markdown: str, tokens: list[Token], *, strict: bool) -> str:
    html = sanitize(_renderer.render(tokens, _parser.options, {}))
    if len(html) <= MAX_GROWTH * max(len(markdown), _GROWTH_FLOOR):
        return html
    if strict:
        raise TextRefused(_("Your text has more formatting than a page can show. Please use less of it."))
    return sanitize(_unformatted(markdown))


def _unformatted(markdown: str) -> str:
    paragraphs = re.split(r"\n\s*\n", escape(markdown.strip(), quote=False))
    return "\n".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


def _unmark(mentions: list[Token]) -> None:
    for token in mentions:
        token.type, token.content = "text", f"@{token.content}"


def _first_names(mentions: list[Token]) -> tuple[str, ...]:
    names = {token.content.casefold(): token.content for token in reversed(mentions)}
    first = dict.fromkeys(token.content.casefold() for token in mentions)
    return tuple(names[key] for key in first)[:MAX_REPORTED_MENTIONS]
