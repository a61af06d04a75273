"""Catalogues of translations, read without gettext's tools."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.architecture.source import ROOT

LOCALE = ROOT / "community" / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())

_LINE = re.compile(r'(?:(?P<keyword>msg\w+)(?:\[(?P<form>\d+)\])? )?(?P<text>".*")')
_HOLE = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|\[\w+\]|</?\w+>")
# German knows two ways to say "you"; here it is always the friendly one. A sentence may begin with "Sie" or "Ihre" only
# where these mean somebody else, which no text of ours needs.
_FORMAL = re.compile(r"\b(Sie|Ihnen|Ihr|Ihre[mnrs]?)\b")


@dataclass
class Message:
    """A text of the code (its second one is the plural) and its translation in each form."""

    context: str = ""
    texts: list[str] = field(default_factory=lambda: [""])
    forms: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Return what finds the translation."""
        return self.context, self.texts[0]

    def __str__(self) -> str:
        return " / ".join(self.texts)


def read_catalogue(path: Path) -> list[Message]:
    """Return the messages of a .po file; the first is the header."""
    messages = [_read(block) for block in path.read_text(encoding="utf-8").split("\n\n")]
    return [message for message in messages if message.forms]


def catalogue_of(language: str) -> Path:
    """Return where the translation into the language is."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def holes(text: str) -> list[str]:
    """Return what a translation must keep: placeholders, percent signs, elements."""
    return sorted(_HOLE.findall(text))


def speaks_formally(text: str) -> bool:
    """Return whether a German text calls its reader "Sie"."""
    return bool(_FORMAL.search(text))


def _read(block: str) -> Message:
    message, texts = Message(), {"msgctxt": [], "msgid": [], "msgid_plural": [], "msgstr": []}
    part: list[str] = []
    for line in block.splitlines():
        message.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
        if line.startswith("#") or not (found := _LINE.fullmatch(line)):
            continue
        if found["keyword"]:
            part = texts[found["keyword"]]
            part.append("")
        part[-1] += ast.literal_eval(found["text"])
    message.context, message.texts = "".join(texts["msgctxt"]), texts["msgid"] + texts["msgid_plural"]
    message.forms = texts["msgstr"]
    return message
