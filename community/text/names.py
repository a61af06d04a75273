"""One key for all display names that look the same.

The method is the skeleton of Unicode Technical Standard #39 (Unicode Security Mechanisms, section 4, "Confusable
Detection"): each character is replaced by the prototype of its look-alikes. The table of prototypes is Unicode's
confusables data as shipped in the package `confusable_homoglyphs`. Stricter than the standard, because
display names are short and trusted by the look of them: case, accents, spaces, punctuation and symbols do not count.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources
from itertools import chain

from community.text.cleaning import INVISIBLE

_MOST_ROUNDS = 6
_LEFT_TO_RIGHT_MARK = "\u200e"
# Accents and strokes of European scripts; the vowel signs of others stand in blocks of their own and make the word.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_UNSEEN = re.compile(f"[\\s\u2800{INVISIBLE}]")
# Letters in another drawing that neither the table nor compatibility folding (NFKD) takes back to the letter.
_DRAWN_LETTER = re.compile("(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER) ([A-Z])")
# Folds the standard lacks: dotted and dotless stems, and the shapes of small Cyrillic letters that its table leaves
# apart from the capitals they belong to.
_OWN_FOLDS = {"i": "l", "w": "vv", "ĸ": "k", "ʍ": "rn"}


def skeleton(name: str) -> str:
    """Return the key under which a display name must be unique: equal keys mean names easily taken for each other.

    "Anna", "anna ", "А́ nna" with a Cyrillic letter, and "Ａｎｎａ" share one; so do "PauI" with a capital i and "Paul",
    "rn" and "m", "0" and "o", "1", "l" and "i". Never empty for a name that is not, and always the same for the same
    name and the same version of the table: recompute stored keys when the package is upgraded. It may be longer than
    the name.
    """
    stripped = _UNSEEN.sub("", unicodedata.normalize("NFKD", name))
    shape = _prototypes(stripped)
    # As long as every letter can be taken for a Latin one, capitals are compared by their own shape: a Greek capital
    # Nu is an N, although its small letter looks like a v.
    key = shape if all(char.isascii() for char in shape if char.isalpha()) else stripped
    for _ in range(_MOST_ROUNDS):
        folded = _fold(key)
        if folded == key:
            break
        key = folded
    words = "".join(char for char in key if char.isalnum() or unicodedata.category(char)[0] == "M")
    return words or key or "#" + "-".join(f"{ord(char):x}" for char in name)


def _fold(text: str) -> str:
    lowered = unicodedata.normalize("NFKD", text.casefold())
    return _ACCENTS.sub("", "".join(_OWN_FOLDS.get(char, char) for char in _prototypes(lowered)))


def _prototypes(text: str) -> str:
    table = _table()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", "".join(table.get(char, char) for char in text)))


@cache
def _table() -> dict[str, str]:
    """Load the look-alikes once: single characters, each with the text it is taken for."""
    source = resources.files("confusable_homoglyphs").joinpath("confusables.json").read_text(encoding="utf-8")
    # The file marks right-to-left entries with an extra direction mark on either side.
    alike = {
        text.replace(_LEFT_TO_RIGHT_MARK, ""): [other["c"].replace(_LEFT_TO_RIGHT_MARK, "") for other in others]
        for text, others in json.loads(source).items()
    }
    table = {text: _prototype(text, alike) for text in alike if len(text) == 1}
    for code in chain(range(0x250, 0x1E00), range(0x1F150, 0x1F18A)):
        drawn = _DRAWN_LETTER.fullmatch(unicodedata.name(chr(code), ""))
        if drawn:
            table[chr(code)] = drawn.group(1).lower()
    return table


def _prototype(text: str, alike: dict[str, list[str]]) -> str:
    """Return the centre of a star of look-alikes: the file lists pairs both ways and does not say which one it is."""
    others = alike[text]
    if len(others) > 1:
        return text
    other = others[0]
    if len(other) > 1 or len(alike.get(other, ())) > 1:
        return other
    return min(text, other)
