"""Three files with one JSON object a line: questions.jsonl, answers.jsonl, users.jsonl (docs/importing.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.html import escape

from community.portability.records import (
    AcceptanceRecord,
    AcceptedDay,
    AnswerRecord,
    BadSource,
    CannotImport,
    QuestionRecord,
    UserRecord,
    VoteRecord,
    moment_of,
)

_LINE_BYTES = 4 * 1024 * 1024
# Far above any honest number of votes, and far below what a column holds.
_MOST_COUNTED = 1_000_000

Row = dict[str, Any]


class JsonLines:
    """Reads the files of a folder a line at a time, so that memory stays flat whatever their size."""

    name = "jsonl"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for required in ("questions.jsonl", "answers.jsonl"):
            if not (folder / required).is_file():
                raise CannotImport(f"{folder} has no {required}; see docs/importing.md for the format.")

    def users(self) -> Iterator[UserRecord]:
        """Read the people; the file may be missing, authors are then made of their ids."""
        for place, row in self._rows("users.jsonl", required=False):
            joined_at = moment_of(row.get("first_seen") or row.get("joined_at"))
            yield UserRecord(_required(place, row, "id"), _text(row, "name"), joined_at)

    def questions(self) -> Iterator[QuestionRecord]:
        """Read the questions."""
        for place, row in self._rows("questions.jsonl"):
            yield QuestionRecord(
                id=_required(place, row, "id"),
                author=_text(row, "author_id"),
                title=_text(row, "title"),
                body=_html(row),
                written_at=_known_moment(place, row, "created_at"),
                tags=_tags(row),
                topic=_text(row, "topic"),
                language=_text(row, "locale").split("-")[0].lower(),
                me_toos=_count(row, "score"),
                closed_at=moment_of(row.get("closed_at")),
                is_spam=bool(row.get("is_spam")),
                is_locked=bool(row.get("is_locked")),
            )

    def answers(self) -> Iterator[AnswerRecord]:
        """Read the answers."""
        for place, row in self._rows("answers.jsonl"):
            yield AnswerRecord(
                id=_required(place, row, "id"),
                question=_required(place, row, "question_id"),
                author=_text(row, "author_id"),
                body=_html(row),
                written_at=_known_moment(place, row, "created_at"),
                is_spam=bool(row.get("is_spam")),
            )

    def acceptances(self) -> Iterator[AcceptanceRecord]:
        """Read what was accepted; the moment is exact when the file gives it, else unknown."""
        for _place, row in self._rows("questions.jsonl"):
            if row.get("accepted_answer_id") is not None:
                solved_by = row.get("solved_by")
                yield AcceptanceRecord(
                    question=_text(row, "id"),
                    answer=_text(row, "accepted_answer_id"),
                    by_asker=solved_by is None or solved_by == row.get("author_id"),
                    accepted_at=moment_of(row.get("accepted_at")),
                )

    def accepted_days(self) -> Iterator[AcceptedDay]:
        """Read nothing: in this format the moment of an acceptance is exact or unknown."""
        return iter(())

    def votes(self) -> Iterator[VoteRecord]:
        """Read how many found each answer helpful or not."""
        for _place, row in self._rows("answers.jsonl"):
            helpful, unhelpful = _count(row, "num_helpful"), _count(row, "num_unhelpful")
            if helpful or unhelpful:
                yield VoteRecord(_text(row, "id"), helpful=helpful, unhelpful=unhelpful)

    def _rows(self, name: str, *, required: bool = True) -> Iterator[tuple[str, Row]]:
        path = self.folder / name
        if not required and not path.is_file():
            return
        try:
            with path.open("rb") as file:
                for number, line in enumerate(iter(lambda: file.readline(_LINE_BYTES), b""), start=1):
                    if line.strip():
                        place = f"{path}, line {number}"
                        yield place, _parsed(place, line)
        except OSError as error:
            raise BadSource(f"{path} cannot be read: {error.strerror}.") from error


def _parsed(place: str, line: bytes) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadSource(f"{place}: this is not a JSON object on one line of at most 4 MB.") from None
    if not isinstance(row, dict):
        raise BadSource(f"{place}: every line must be a JSON object.")
    return row


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _required(place: str, row: Row, name: str) -> str:
    value = _text(row, name)
    if not value:
        raise BadSource(f"{place}: {name} is missing.")
    return value


def _count(row: Row, name: str) -> int:
    value = row.get(name)
    return min(max(0, value), _MOST_COUNTED) if isinstance(value, int) else 0


def _tags(row: Row) -> tuple[str, ...]:
    names = row.get("tags")
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def _html(row: Row) -> str:
    """Return the body as HTML; `body_format` may say that it is plain text."""
    body = _text(row, "body")
    return body if row.get("body_format", "html") == "html" else "<p>" + escape(body).replace("\n", "<br>") + "</p>"


def _known_moment(place: str, row: Row, name: str) -> datetime:
    moment = moment_of(row.get(name))
    if moment is None:
        raise BadSource(f"{place}: {name} must be a time such as 2024-01-31T12:00:00Z.")
    return moment
