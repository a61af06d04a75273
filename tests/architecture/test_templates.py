"""What every template keeps to: it parses, brings no script or style of its own, and says nothing untranslated."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.base import Lexer, TokenType
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for folder in (
        *ROOT.glob("accounts/templates"),
        *ROOT.glob("community/**/templates"),
        *ROOT.glob("rewards/*/templates"),
    )
    for path in folder.rglob("*")
    if path.suffix in {".html", ".txt"}
)
# For the people who build Peerdesk, who read the code in English too.
NOT_TRANSLATED = {"web/styleguide.html"}

_TRANSLATING = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans", "comment": "endcomment"}
# Django's admin puts the content of this block into a class attribute.
_NOT_TEXT = "{% block bodyclass %}"
_SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title"}
_SILENT_ELEMENTS = {"kbd", "script", "style"}
_FORBIDDEN = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"<script(?![^>]*\bsrc=)",
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=",
        r"\bhx-on\b",
        r"\bhx-(vals|vars|headers)\s*=\s*[\"']?js:",
        r"javascript:",
        r"\|\s*safe\b(?<!html\|safe)",
        r"{%\s*autoescape\s+off",
        r"https?://(?!example|www\.w3\.org/2000/svg)",
    )
]


def name_of(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def test_they_parse_and_are_the_ones_that_are_found():
    assert len(TEMPLATES) > 200
    wrong = []
    for path in TEMPLATES:
        try:
            found = get_template(name_of(path)).origin.name
        except TemplateSyntaxError as error:
            found = str(error)
        if found != str(path):
            wrong.append(f"{path}: {found}")
    assert wrong == []


def test_they_keep_to_the_content_security_policy_and_to_escaping():
    sources = {name_of(path): path.read_text(encoding="utf-8") for path in TEMPLATES if path.suffix == ".html"}
    broken = {
        name: [pattern.pattern for pattern in _FORBIDDEN if pattern.search(source)] for name, source in sources.items()
    }
    assert {name: patterns for name, patterns in broken.items() if patterns} == {}


def test_everything_they_say_can_be_translated():
    said = {
        name_of(path): untranslated(path.read_text(encoding="utf-8"), html=path.suffix == ".html")
        for path in TEMPLATES
        if name_of(path) not in NOT_TRANSLATED
    }
    assert {name: words for name, words in said.items() if words} == {}


def test_the_check_finds_what_it_looks_for():
    source = (
        '<p title="Good">{% translate "fine" %} bad {{ x }}</p><b aria-label="{% translate "ok" %}">·</b><kbd>j</kbd>'
    )
    assert untranslated(source, html=True) == ["Good", "bad"]


def untranslated(source: str, *, html: bool) -> list[str]:
    """Return the words that readers would see or hear and that no translation can change."""
    literal = literal_text(source)
    if not html:
        return [line.strip() for line in literal.splitlines() if _is_speech(line)]
    reader = _Reader()
    reader.feed(literal)
    reader.close()
    return reader.found


def literal_text(source: str) -> str:
    """Return what stands between the template's tags, without comments and translated blocks."""
    kept, skipping_to = [], ""
    for token in Lexer(re.sub(rf"{re.escape(_NOT_TEXT)}.*?{{% endblock %}}", "", source)).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if skipping_to:
            skipping_to = "" if word == skipping_to else skipping_to
        elif word in _TRANSLATING:
            skipping_to = _TRANSLATING[word]
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
    return "".join(kept)


def _is_speech(text: str) -> bool:
    return any(character.isalpha() for character in text)


class _Reader(HTMLParser):
    """Collects text and spoken attributes that hold letters."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT_ELEMENTS
        self.found += [value for name, value in attributes if name in _SPOKEN and value and _is_speech(value)]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT_ELEMENTS

    def handle_data(self, data: str) -> None:
        if not self._silent and _is_speech(data):
            self.found.append(data.strip())
