"""The fields of questions and answers, by the names and in the forms in which communities write them down."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

Row = Mapping[str, Any]

_MOMENTS: Final = ("created_at", "created", "asked_at", "answered_at", "posted_at", "date", "timestamp", "time")
_AUTHORS: Final = ("author_id", "author", "creator_id", "creator", "user_id", "user", "owner_id", "owner")
_QUESTIONS: Final = ("question_id", "question", "thread_id", "topic_id", "parent_id")
_ACCEPTED: Final = ("accepted_answer_id", "accepted_answer", "solution_id", "solution", "accepted_id")
_FLAGS: Final = ("is_solution", "is_accepted", "accepted", "solution")
_LANGUAGES: Final = ("locale", "language", "lang")
# What an object says that stands where a name or a number would do.
_NAMES: Final = ("id", "username", "slug", "name", "title")
_NO: Final = frozenset({"", "0", "false", "no", "none", "null", "f", "n"})
_MILLISECONDS, _MICROSECONDS = 1e11, 1e14
# A moment outside of 1970 to 2200 is a mistake.
_LAST: Final = 7.26e9


def key_of(row: Row) -> str:
    """Return what the others call this question or answer, "" for none. Numbers and texts are the same."""
    return plain(row.get("id"))


def question_of(row: Row) -> str:
    """Return which question an answer belongs to, "" for none."""
    return _first(row, _QUESTIONS)


def author_of(row: Row) -> str:
    """Return who wrote it, "" for somebody who is gone."""
    return _first(row, _AUTHORS)


def accepted_of(row: Row) -> str:
    """Return which answer a question says was accepted, "" for none."""
    return _first(row, _ACCEPTED)


def is_accepted(row: Row) -> bool:
    """Return whether an answer says of itself that it was accepted."""
    return any(says_yes(row.get(name)) for name in _FLAGS)


def is_spam(row: Row) -> bool:
    """Return whether a question or an answer was found to be spam."""
    return says_yes(row.get("is_spam"))


def language_of(row: Row) -> str:
    """Return in which language something is asked, "" where it is unknown."""
    return _first(row, _LANGUAGES)


def topic_of(row: Row) -> str:
    """Return what a question was filed under when it was asked, "" for nothing."""
    return _first(row, ("topic", "product", "category", "category_id"))


def text_of(row: Row) -> tuple[str, str]:
    """Return title and text of a question."""
    return _first(row, ("title", "subject")), _first(row, ("body", "content", "text", "body_html"))


def moment_of(row: Row) -> float | None:
    """Return when something was written, in seconds since 1970, None where no field holds a moment that can be read."""
    for name in _MOMENTS:
        if row.get(name) is not None and (moment := read_moment(row[name])) is not None:
            return moment
    return None


def says_yes(value: Any) -> bool:
    """Return whether a flag is set, however it is written."""
    return bool(value) and str(value).strip().casefold() not in _NO


def plain(value: Any) -> str:
    """Return a text, number or named thing as text, "" for none: 7, 7.0 and "7" are the same."""
    if isinstance(value, Mapping):
        return next((found for name in _NAMES if (found := plain(value.get(name)))), "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    return ""


def read_moment(value: Any) -> float | None:
    """Return a moment written in one of the usual ways, in seconds since 1970; None if it is none. No zone means UTC."""
    # 20240131 is a date, written as text or as a number.
    if isinstance(value, bool) or re.fullmatch(r"(19[7-9]|20\d)\d{5}", plain(value)):
        seconds = _written(plain(value))
    else:
        try:
            seconds = _scaled(float(value))
        except (TypeError, ValueError, OverflowError):
            seconds = _written(plain(value))
    return seconds if 0.0 < seconds < _LAST else None


def _first(row: Row, names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := plain(row.get(name)))), "")


def _scaled(number: float) -> float:
    """Return seconds of what may be milliseconds or microseconds."""
    if not math.isfinite(number) or abs(number) < _MILLISECONDS:
        return number
    return number / (1e6 if abs(number) >= _MICROSECONDS else 1e3)


def _written(text: str) -> float:
    text = text.removesuffix(" UTC").removesuffix(" GMT")
    # 2024-01-31 12:00:00 +0100, and 2024/01/31.
    for each in (text, text.replace(" +", "+").replace(" -", "-"), text.replace("/", "-")):
        for read in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                moment = read(each)
                return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
            except (ValueError, TypeError, OverflowError, IndexError):
                continue
    return math.nan
