"""Reading JSON from outside: what two readers could understand differently, or what cannot be stored, is refused."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from django.utils.translation import gettext as _

MOST_BYTES: Final = 1024 * 1024
DEEPEST: Final = 32
# Strings are matched whole, so that brackets in them do not count; without backtracking, whatever stands in them.
_BRACKETS_AND_STRINGS: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{\]}]', re.DOTALL)
_LONGEST_NUMBER: Final = 32
_LARGEST_INTEGER: Final = 2**63 - 1


class BadJson(Exception):
    """The bytes are not acceptable JSON; the message is a sentence for whoever sent them."""


def loads_strict(data: bytes, *, most_bytes: int = MOST_BYTES) -> Any:
    """Return the value written in the bytes, or raise BadJson.

    Only UTF-8, no name twice in one object, at most 32 levels, whole numbers of 64 bits, no NaN or infinity, and no NUL
    or half surrogate in any text.
    """
    if len(data) > most_bytes:
        raise BadJson(_("The JSON is larger than %(bytes)d bytes.") % {"bytes": most_bytes})
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadJson(_("The JSON is not valid UTF-8.")) from None
    # Measured before parsing: the parser recurses.
    if _depth(text) > DEEPEST:
        raise BadJson(_("The JSON is nested deeper than %(levels)d levels.") % {"levels": DEEPEST})
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise BadJson(_("The JSON cannot be read: line %(line)d, column %(column)d.") % place) from None
    # Only an escape can bring in what valid UTF-8 and the parser have not already refused.
    if "\\u" in text:
        _refuse_unstorable(value)
    return value


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _BRACKETS_AND_STRINGS.finditer(text):
        first = token[0][0]
        if first in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise BadJson(_("The JSON names something twice in one object."))
    return result


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER or not -_LARGEST_INTEGER - 1 <= (number := int(digits)) <= _LARGEST_INTEGER:
        raise BadJson(_("The JSON holds a number that is too large."))
    return number


def _decimal(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise BadJson(_("The JSON holds a number that is too large."))
    return number


def _constant(name: str) -> float:
    raise BadJson(_("The JSON holds %(name)s, which is not a number.") % {"name": name})


def _refuse_unstorable(value: Any) -> None:
    if isinstance(value, str):
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
            raise BadJson(_("The JSON holds a character that cannot be stored."))
    elif isinstance(value, list):
        for item in value:
            _refuse_unstorable(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            _refuse_unstorable(name)
            _refuse_unstorable(item)
