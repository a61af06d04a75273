"""A small invented community: two languages, two topics, helpers with habits."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

_WORDS = {
    "roaming": ["roaming", "abroad", "travel", "network", "country", "signal", "border"],
    "billing": ["invoice", "bill", "payment", "card", "refund", "charge", "month"],
}
# Who answers: language, topic, and how often.
_HELPERS = {
    "ann": ("en", "roaming", 8), "bob": ("en", "billing", 8), "cleo": ("de", "roaming", 6), "dirk": ("de", "billing", 6),
    "eve": ("en", "roaming", 2),
}  # fmt: skip


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Return a folder with a past in which people answer in their language and mostly in their topic."""
    write_history(tmp_path, *make_history(400))
    return tmp_path


def make_history(questions: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return questions and answers, one question every two hours."""
    chance = random.Random(7)
    asked, answered = [], []
    for number in range(questions):
        language, topic = chance.choice(["en", "de"]), chance.choice(["roaming", "billing"])
        words = " ".join(chance.choices(_WORDS[topic], k=6))
        asked.append(_question(number, language, topic, words))
        weights = [weight * (5 if like == topic else 1) for lang, like, weight in _HELPERS.values() if lang == language]
        names = [name for name, (lang, _topic, _weight) in _HELPERS.items() if lang == language]
        for nth in range(chance.choice([0, 1, 1, 2])):
            author = chance.choices(names, weights)[0]
            answered.append(_answer(len(answered), number, author, 20 + 30 * nth))
            if nth == 0 and chance.random() < 0.5:
                asked[-1]["accepted_answer_id"] = answered[-1]["id"]
    return asked, answered


def write_history(folder: Path, questions: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    """Write both as JSON lines."""
    for name, rows in (("questions", questions), ("answers", answers)):
        lines = (json.dumps(row) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def _question(number: int, language: str, topic: str, words: str) -> dict[str, Any]:
    return {
        "id": number, "author_id": f"asker{number % 90}", "created_at": _moment(number, 0), "title": words,
        "body": f"<p>{words}</p>", "locale": language, "topic": topic, "accepted_answer_id": None,
    }  # fmt: skip


def _answer(key: int, question: int, author: str, minutes: int) -> dict[str, Any]:
    return {"id": f"a{key}", "question_id": question, "author_id": author, "created_at": _moment(question, minutes)}


def _moment(question: int, minutes: int) -> str:
    hours = 2 * question
    days, hour = divmod(hours + minutes // 60, 24)
    return f"2024-{1 + days // 28:02}-{1 + days % 28:02}T{hour:02}:{minutes % 60:02}:00Z"
