"""The one door every text passes before it is stored."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

MAX_COMBINING_RUN = 8

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# A byte order mark inside a text is a leftover of some file and would hide a heading or list behind it.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
# Code points that Unicode promises never to assign; XML and JSON readers elsewhere choke on them.
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)) + "]"
)
# Default_Ignorable_Code_Point of Unicode plus interlinear marks: takes part in a line without being seen.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# The Braille blank is drawn as nothing although Unicode calls it a symbol.
_BLANKS = re.compile("[\\s\u2800]+")

_ZWNJ, _ZWJ, _BLACK_FLAG = "\u200c", "\u200d", "\U0001f3f4"
_EMOJI_SELECTORS = frozenset("\ufe0e\ufe0f")
_KEYCAPS = frozenset("0123456789#*")
_VIRAMA = 9
# Scripts whose letters join, so that a zero-width non-joiner changes what is read (Persian plurals, for example).
_JOINING = re.compile("[\u0600-\u061b\u061d-\u08ff\u1810-\u18af\ufb50-\ufdff\ufe70-\ufefc]")


class TextRefused(ValueError):
    """A text that cannot be accepted; the message is the sentence the person will read."""


def clean_text(value: str, *, single_line: bool = False) -> str:
    """Return the text in the one form in which it is stored and compared.

    Line ends become "\\n", control characters go, the rest is in Unicode form NFC with at most eight combining marks
    in a row. A single line also loses everything that is not seen (direction controls, zero-width characters outside
    of emoji and of scripts that need them), and its white space shrinks to single spaces. Texts of several lines keep
    direction controls: show them in an element with dir="auto".
    Cleaning a clean text changes nothing. Raises TextRefused for NUL and for lone surrogates, which no database holds.
    """
    refuse_unstorable(value)
    if value.isascii():
        text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", value))
        return " ".join(text.split()) if single_line else text
    text = unicodedata.normalize("NFC", _NONCHARACTERS.sub("", _CONTROLS.sub("", _LINE_ENDS.sub("\n", value))))
    if single_line:
        text = _BLANKS.sub(" ", _without_invisible(_BLANKS.sub(" ", text))).strip()
    return _cap_combining_runs(unicodedata.normalize("NFC", text))


def refuse_unstorable(value: str) -> None:
    """Raise TextRefused, naming the line, when a text holds a NUL or a lone surrogate."""
    found = UNSTORABLE.search(value)
    if found:
        line = value.count("\n", 0, found.start()) + 1
        raise TextRefused(
            _("Line %(line)d contains a hidden character that cannot be saved. Please type that line again.")
            % {"line": line}
        )


def _without_invisible(text: str) -> str:
    """Drop what is not seen, except where it changes how its visible neighbours are drawn."""
    if not _INVISIBLE.search(text):
        return text
    kept: list[str] = []
    follows_virama = False
    for index, char in enumerate(text):
        after = text[index + 1 : index + 2]
        if _INVISIBLE.match(char) and not _is_needed(char, kept[-1] if kept else "", after, follows_virama):
            continue
        kept.append(char)
        order = unicodedata.combining(char)
        # Any mark of the pile will do: normalising sorts it.
        follows_virama = order == _VIRAMA or (follows_virama and order != 0)
    return "".join(kept)


def _is_needed(char: str, before: str, after: str, follows_virama: bool) -> bool:
    if char in _EMOJI_SELECTORS:
        return _is_pictograph(before) or before in _KEYCAPS
    if "\U000e0020" <= char <= "\U000e007f":
        return before == _BLACK_FLAG or "\U000e0020" <= before < "\U000e007f"
    if char in _ZWJ + _ZWNJ and follows_virama:
        return True
    if char == _ZWJ:
        return _is_pictograph(after) and (_is_pictograph(before) or before in _EMOJI_SELECTORS)
    return char == _ZWNJ and bool(_JOINING.match(before) and _JOINING.match(after))


def _is_pictograph(char: str) -> bool:
    return bool(char) and not char.isascii() and unicodedata.category(char) in {"So", "Sk", "Sm"}


def _cap_combining_runs(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        category = unicodedata.category(char)
        if category[0] == "M":
            run += 1
        elif category != "Cf":
            # Format characters between marks do not end the pile that the reader sees.
            run = 0
        if run <= MAX_COMBINING_RUN or category[0] != "M":
            kept.append(char)
    return "".join(kept)
