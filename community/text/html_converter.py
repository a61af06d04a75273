"""HTML trees to Markdown, one method for each kind of element. The walk through the tree is markdownify's."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from bs4.element import NavigableString, PageElement, Tag
from markdown_it.common.normalize_url import normalizeLink
from markdownify import ATX, MarkdownConverter

from community.text.addresses import AddressFinder
from community.text.highlight import language_of
from community.text.parser import file_name
from community.text.sanitize import is_safe_url

_BLOCKS = frozenset(
    {
        "article", "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
        "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_SPECIAL = re.compile(r"[\\`*\[\]<~|]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])|!(?=$|\[)")
_LINE_START = re.compile(r"^(\s*)([-+>#=:])")
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_AUTOLINK_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?", re.ASCII)
_PUNCTUATION_BEFORE = re.compile(r"(?:\\?[^\w\s\\`<\[])*")
_PUNCTUATION_AFTER = re.compile(r"(?:\\?[^\w\s\\`>)])*$")
_BACKTICKS = re.compile("`+")
_BREAKS = re.compile(r"\s*\n\s*")
_POWER = re.compile(r"[-+−]?\d{1,3}")

_finder = AddressFinder()


class HtmlConverter(MarkdownConverter):
    """Converts what sanitize_import lets through."""

    def __init__(self, base_url: str = "") -> None:
        super().__init__(heading_style=ATX, wrap=True, wrap_width=None, bullets="-", table_infer_header=True)
        self._base_url = base_url
        self._items: dict[int, int] = {}

    def process_text(self, el: NavigableString, parent_tags: set[str]) -> str:
        """Return the text of a node, escaped where it would be read as formatting."""
        text: str = super().process_text(el, parent_tags)  # type: ignore[misc]
        if "_noformat" in parent_tags or not _starts_line(el):
            return text
        return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", text))

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape running text; addresses in it become links of their own, so that no escape cuts them in two."""
        if "a" in parent_tags or not _finder.pretest(text):
            return _escape(text)
        parts, done = [], 0
        for match in _finder.match(text):
            parts += [_escape(text[done : match.index]), _typed_link(match.text, match.url)]
            done = match.last_index
        return "".join([*parts, _escape(text[done:])])

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Link the text, or leave it alone when the address is not one we link to."""
        address = self._address(el, "href")
        if not address or not text.strip() or "_noformat" in parent_tags or "a" in parent_tags:
            return text
        if any(child.name in _BLOCKS for child in el.find_all(True)):
            return text
        before, words, after = _split_edges(text)
        if words in (_escape(address), address):
            return f"{before}<{address}>{after}"
        return f"{before}[{words}]({_destination(address)}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Name the picture; where it can be linked, the renderer makes a link of it."""
        address = self._address(el, "src")
        description = described(el)
        if "_noformat" in parent_tags:
            return description
        if not address:
            return _escape(description)
        return f"![{_escape(description)}]({_destination(address)})"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Break the line; inside headings and cells, which have one line, part the words."""
        return " " if "_inline" in parent_tags else "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Fence the code, in its language where a class names one."""
        for line_break in el.find_all("br"):
            line_break.replace_with("\n")
        code = el.get_text().strip("\n")
        if "_inline" in parent_tags or "a" in parent_tags:
            return _code_span(code)
        fence = "`" * max(3, _longest_run(code) + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n" if code.strip() else ""

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Quote code within a line."""
        if "_noformat" in parent_tags:
            return text
        code = _code_span(el.get_text())
        return code.replace("|", r"\|") if parent_tags & {"td", "th"} else code

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Set strong text."""
        return self._marked("**", el, text, parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Set stressed text."""
        return self._marked("*", el, text, parent_tags)

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Strike text out."""
        return self._marked("~~", el, text, parent_tags)

    convert_b, convert_i, convert_s, convert_strike = convert_strong, convert_em, convert_del, convert_del

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep powers legible: ten to the fifth must not become one hundred and five."""
        return f"^{text}" if _POWER.fullmatch(text) else text

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Leave inline quotations to their own words."""
        return text

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write one item of a list, indenting the lines that belong to it."""
        text = text.strip()
        if not text:
            return "\n"
        bullet = self._bullet(el)
        return bullet + text.replace("\n", "\n" + " " * len(bullet)) + "\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write the term of a definition as a paragraph."""
        return self.convert_p(el, text, parent_tags)  # type: ignore[attr-defined, no-any-return]

    convert_dd = convert_caption = convert_figcaption = convert_dt

    def _marked(self, mark: str, el: Tag, text: str, parent_tags: set[str]) -> str:
        before, words, after = _split_edges(text)
        if "_noformat" in parent_tags or not words:
            return text
        # Between punctuation and a letter a mark counts as an asterisk: punctuation at such an edge stays outside.
        if not before and _touches_word(el.previous_sibling, -1):
            before, words = _parted(_PUNCTUATION_BEFORE, words)
        if not after and _touches_word(el.next_sibling, 0):
            words, after = _parted(_PUNCTUATION_AFTER, words)
        return f"{before}{mark}{words}{mark}{after}" if words else before + after

    def _address(self, el: Tag, attribute: str) -> str:
        """Return the absolute, encoded address of a link or picture, or nothing when it is not one we link to."""
        try:
            address = normalizeLink(urljoin(self._base_url, str(el.get(attribute) or "").strip()))
        except ValueError:  # an address with brackets in the host that are no IPv6 address
            return ""
        return address if is_safe_url(address) else ""

    def _bullet(self, el: Tag) -> str:
        parent = el.parent
        if parent is None or parent.name != "ol":
            return "- "
        start = str(parent.get("start") or "1")
        number = self._items.get(id(parent), int(start) if start.isdecimal() and len(start) < 7 else 1)
        self._items[id(parent)] = number + 1
        return f"{number}. "


def described(image: Tag) -> str:
    """Return the words that stand for a picture: its description, else the name of its file."""
    return " ".join(str(image.get("alt") or "").split()) or file_name(str(image.get("src") or ""))


class PlainConverter(HtmlConverter):
    """Gives up bold, italic and struck-out text, whose marks some neighbours turn into plain asterisks."""

    def _marked(self, mark: str, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text


def escape_line(line: str) -> str:
    """Return one line of text as Markdown that shows exactly it, whatever it contains."""
    return _PUNCTUATION.sub(r"\\\1", line.strip())


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)


def _typed_link(raw: str, url: str) -> str:
    if not is_safe_url(normalizeLink(url)):
        return _escape(raw)
    if raw.lower().startswith(("http://", "https://")) or _AUTOLINK_MAIL.fullmatch(raw):
        return f"<{raw}>"
    return f"[{_escape(raw)}]({_destination(url)})"


def _destination(address: str) -> str:
    return re.sub(r"[\\()<>]", lambda found: "\\" + found.group(), address).replace("&", "&amp;")


def _split_edges(text: str) -> tuple[str, str, str]:
    """Part the white space around a text from its words; line breaks within stay, empty lines within go."""
    words = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return before, _BREAKS.sub("\n", words), after if words else ""


def _touches_word(neighbour: PageElement | None, edge: int) -> bool:
    text = neighbour.get_text() if neighbour else ""
    return bool(text) and text[edge].isalnum()


def _parted(pattern: re.Pattern[str], words: str) -> tuple[str, str]:
    found = pattern.search(words)
    at = (found.end() if pattern is _PUNCTUATION_BEFORE else found.start()) if found else 0
    return words[:at], words[at:]


def _code_span(code: str) -> str:
    code = " ".join(code.split())
    mark = "`" * (_longest_run(code) + 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{mark}{pad}{code}{pad}{mark}" if code else ""


def _longest_run(code: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(code)), default=0)


def _language(pre: Tag) -> str:
    names = [*pre.get_attribute_list("class")]
    for inner in pre.find_all("code", limit=1):
        names += inner.get_attribute_list("class")
    return next((known for name in names if name and (known := language_of(name))), "")


def _starts_line(el: NavigableString) -> bool:
    before: PageElement | None = el.previous_sibling
    while isinstance(before, NavigableString) and not before.strip():
        before = before.previous_sibling
    return before is None or (isinstance(before, Tag) and (before.name == "br" or before.name in _BLOCKS))
