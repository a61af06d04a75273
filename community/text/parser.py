"""The Markdown we read: CommonMark, tables, strikethrough, typed links and mentions, within bounds.

markdown-it-py does the reading. What stands here narrows it: links only where is_safe_url allows them, no raw HTML, and
a bound on everything that would let a short text make a large page or a slow one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from community.text.addresses import AddressFinder
from community.text.sanitize import MAX_URL, is_safe_url

MAX_NESTING = 20
MAX_COLUMNS = 50
MAX_MENTION = 40

# A list opens two levels, and markdown-it silently drops what stands at MAX_NESTING; one level is kept for the words.
_DEEPEST_CONTAINER = MAX_NESTING - 3
_SCHEME_AT_END = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)

BlockRule = Callable[[StateBlock, int, int, bool], bool]


_finder = AddressFinder()
_descriptions = RendererHTML()


class PostParser(MarkdownIt):
    """A parser for posts; one instance may be shared between threads."""

    def __init__(self) -> None:
        options = {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_NESTING}
        super().__init__("js-default", options)
        self.disable(["html_block", "html_inline"])
        blocks = ["paragraph", "reference", "blockquote"]
        self.block.ruler.at("blockquote", _not_too_deep(blockquote), {"alt": [*blocks, "list"]})
        self.block.ruler.at("list", _not_too_deep(list_block), {"alt": blocks})
        self.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
        self.inline.ruler.at("linkify", _typed_link)
        # Before escapes are joined with their neighbours, so that "\\@name" stays text.
        self.core.ruler.before("text_join", "mention", _find_mentions)
        self.core.ruler.after("text_join", "visible_link", _make_links_visible)
        self.linkify = _finder
        # The first parse compiles the rule chains; done here, no thread meets a half-built one.
        self.parse("")
        self.parseInline("")

    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Tell whether a link may become one; otherwise the Markdown stays as it was typed."""
        return is_safe_url(url)

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """Return a typed address as it was typed: decoding it would hide look-alike hosts and percent signs."""
        return link


def inline_tokens(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens inside the paragraphs, headings and cells of a parsed text."""
    for token in tokens:
        yield from token.children or []


def _not_too_deep(rule: BlockRule) -> BlockRule:
    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < _DEEPEST_CONTAINER and rule(state, start, end, silent)

    return bounded


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table, but stop before its missing cells outweigh its text: each is made up from nothing.

    One line of fifty columns above a thousand lines of one letter would become fifty thousand cells.
    """
    if not table(state, start, end, True):
        return False
    columns = _line(state, start + 1).count("|") + 1
    if columns > MAX_COLUMNS:
        return False
    return silent or table(state, start, _last_row(state, start, end, columns), False)


def _last_row(state: StateBlock, start: int, end: int, columns: int) -> int:
    budget = len(_line(state, start)) + len(_line(state, start + 1))
    enders = state.md.block.ruler.getRules("blockquote")
    for number in range(start + 2, end):
        line = _line(state, number)
        budget += len(line) - max(0, columns - line.count("|") - 1)
        if budget < 0 or not line or any(rule(state, number, end, True) for rule in enders):
            return number
    return end


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _typed_link(state: StateInline, silent: bool) -> bool:
    """Read https://... typed in running text, before emphasis can take its underscores.

    Replaces the rule of the library, which searches everything before each "://" again and is quadratic.
    """
    if not state.src.startswith("://", state.pos) or state.linkLevel > 0:
        return False
    scheme = _SCHEME_AT_END.search(state.pending[-len("_https") :])
    if not scheme:
        return False
    start = state.pos - len(scheme.group(1))
    match = _finder.match_at_start(state.src[start : min(start + MAX_URL, state.posMax)])
    # An address that fills the whole window is longer than a link may be.
    if not match or len(match.url) >= MAX_URL:
        return False
    url = match.url.rstrip("*")
    href = state.md.normalizeLink(url)
    if not is_safe_url(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme.group(1))]
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos = start + len(url)
    return True


def _find_mentions(state: StateCore) -> None:
    """Turn @name in running text, not in code or links, into tokens of the type "mention"."""
    for block in state.tokens:
        if block.type != "inline" or "@" not in block.content or not block.children:
            continue
        children: list[Token] = []
        link_depth = 0
        for token in block.children:
            link_depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "text" and not link_depth:
                before = children[-1].content[-1:] if children and children[-1].type.startswith("text") else ""
                children.extend(_split_mentions(token, before))
            else:
                children.append(token)
        block.children = children


def _split_mentions(token: Token, before: str) -> Iterator[Token]:
    text, done, at = token.content, 0, -1
    while (at := text.find("@", at + 1)) != -1:
        name = _name_at(text, at + 1) if _may_precede_mention(text[at - 1] if at else before) else ""
        if not name:
            continue
        if at > done:
            yield Token("text", "", 0, content=text[done:at], level=token.level)
        yield Token("mention", "span", 0, content=name, level=token.level)
        done = at + 1 + len(name)
    if done < len(text):
        yield Token("text", "", 0, content=text[done:], level=token.level)


def _may_precede_mention(char: str) -> bool:
    return not (char.isalnum() or (char and char in "@/._-+"))


def _name_at(text: str, start: int) -> str:
    end = start
    while end < len(text) and end - start < MAX_MENTION and _is_name_char(text[end]):
        end += 1
    return text[start:end].rstrip(".-")


def _is_name_char(char: str) -> bool:
    # Vowel signs of many scripts are marks, which isalnum() does not count as part of a word.
    return char.isalnum() or char in "_-." or unicodedata.category(char)[0] == "M"


def _make_links_visible(state: StateCore) -> None:
    """Turn images into links, as nothing is loaded from other hosts, and give every link a text."""
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        children: list[Token] = []
        link_depth = 0
        for token in block.children:
            link_depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "image":
                children.extend(_image_as_link(state, token, inside_link=link_depth > 0))
                continue
            if token.type == "link_close" and children[-1].type == "link_open":
                children.append(_text(str(children[-1].attrs["href"])))
            children.append(token)
        block.children = children


def _image_as_link(state: StateCore, image: Token, *, inside_link: bool) -> Iterator[Token]:
    description = _descriptions.renderInlineAsText(image.children, state.md.options, state.env)
    address = str(image.attrs["src"])
    words = _text(description.strip() or file_name(address))
    if inside_link:
        yield words
        return
    yield Token("link_open", "a", 1, attrs={"href": address})
    yield words
    yield Token("link_close", "a", -1)


def file_name(address: str) -> str:
    """Return the last part of an address, to name what has no name of its own."""
    return address.partition("?")[0].rstrip("/").rpartition("/")[2] or address


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
