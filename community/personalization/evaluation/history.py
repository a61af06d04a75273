"""A community's past, read from JSON lines: who asked what when, and who answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from community.personalization.learning.state import Asked


class BadHistory(Exception):
    """Raised when a history cannot be read; the sentence names the file and the line."""


@dataclass(frozen=True)
class Answered:
    """Somebody other than the asker answered a question."""

    question: int
    answerer: str
    moment: float


@dataclass(frozen=True)
class Thread:
    """A question, those who answered it in the order of time, and whose answer was accepted, "" for nobody's.

    Only `asked` and `title` may be shown to what is evaluated; the rest lies in its future.
    """

    asked: Asked
    answers: tuple[Answered, ...]
    accepted: str
    title: str = ""


def read_history(folder: Path) -> list[Thread]:
    """Return the threads of a folder with questions.jsonl and answers.jsonl, in the order of asking.

    Of a question only what stood there when it was asked is read: not its tags, which helpers add, nor its numbers of
    answers and votes. Spam is left out, and answers by askers. Raises BadHistory.
    """
    rows = [row for row in rows_of(folder / "questions.jsonl") if not row.get("is_spam")]
    numbers = {str(_field(row, "id")): number for number, row in enumerate(rows)}
    authors: dict[str, str] = {}
    answers: dict[str, list[Answered]] = {}
    askers = {str(row["id"]): _author(row) for row in rows}
    for row in rows_of(folder / "answers.jsonl"):
        question, author = str(_field(row, "question_id")), _author(row)
        authors[str(_field(row, "id"))] = author
        if question in numbers and author and author != askers[question] and not row.get("is_spam"):
            answers.setdefault(question, []).append(Answered(numbers[question], author, _moment(row)))
    threads = []
    for row in rows:
        key = str(row["id"])
        solver = authors.get(str(row.get("accepted_answer_id")), "")
        given = tuple(sorted(answers.get(key, ()), key=lambda answer: answer.moment))
        accepted = solver if any(answer.answerer == solver for answer in given) else ""
        threads.append(Thread(_asked(numbers[key], row), given, accepted, str(row.get("title") or "")))
    return sorted(threads, key=lambda thread: (thread.asked.moment, thread.asked.question))


def read_answered_history(folder: Path) -> list[Thread]:
    """Return the threads of a folder of which something can be measured. Raises BadHistory, also when nothing can."""
    threads = read_history(folder)
    if not threads:
        raise BadHistory(f"{folder} holds no questions.")
    if not any(thread.answers for thread in threads):
        raise BadHistory(f"{folder} holds no answers by anybody but the askers, so there is nothing to measure.")
    return threads


def _asked(number: int, row: dict[str, Any]) -> Asked:
    return Asked(
        question=number,
        asker=_author(row),
        moment=_moment(row),
        language=str(row.get("locale") or ""),
        topic=str(row.get("topic") or row.get("product") or ""),
        text=f"{row.get('title') or ''} {row.get('title') or ''} {row.get('body') or ''}",
    )


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines. Raises BadHistory, which names the line."""
    try:
        # Some programs begin a file with a mark of its encoding, which is no part of the first line.
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _parsed(f"{path.name}, line {number}", line)
    except (OSError, UnicodeDecodeError) as error:
        raise BadHistory(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}.") from error


def _parsed(place: str, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadHistory(f"{place}: this is not JSON.") from None
    if not isinstance(row, dict):
        raise BadHistory(f"{place}: every line must be a JSON object.")
    return row


def _field(row: dict[str, Any], name: str) -> Any:
    if row.get(name) is None:
        raise BadHistory(f"{name} is missing in {json.dumps(row)[:80]}.")
    return row[name]


def _author(row: dict[str, Any]) -> str:
    return str(row.get("author_id") or "")


def _moment(row: dict[str, Any]) -> float:
    try:
        return datetime.fromisoformat(str(_field(row, "created_at")).replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError):
        raise BadHistory(f"created_at must be a time such as 2024-01-31T12:00:00Z, not {row['created_at']}.") from None
