"""Reading pairs, candidates or links, in the shapes in which such files usually come."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from community.personalization.evaluation.likeness.task import CANDIDATES, LINKS, PAIRS, Task, Text, Wanted
from community.personalization.evaluation.lines import BadHistory, rows_of
from community.text.excerpt import plain_text

Row = Mapping[str, Any]

_TEXT_PAIRS: Final = (
    ("text1", "text2"), ("question1", "question2"), ("q1", "q2"), ("a", "b"), ("sentence1", "sentence2"),
    ("query", "candidate"), ("query", "text"), ("query", "duplicate"), ("title1", "title2"),
)  # fmt: skip
_ID_PAIRS: Final = (
    ("source_id", "target_id"), ("source", "target"), ("from", "to"), ("from_id", "to_id"), ("qid1", "qid2"),
    ("question_id", "duplicate_id"), ("id1", "id2"), ("a_id", "b_id"), ("post_id", "related_post_id"),
    ("PostId", "RelatedPostId"), ("a", "b"),
)  # fmt: skip
_LABELS: Final = ("label", "is_duplicate", "duplicate", "relevant", "relevance", "score")
_LISTS: Final = ("candidates", "documents", "related")
_LINKED: Final = ("duplicate_of", "duplicates", "links", "linked", "related")
_MOMENTS: Final = ("created_at", "asked_at", "date", "time", "CreationDate")
_NO: Final = {"", "0", "false", "no", "irrelevant", "bad", "none", "notduplicate", "different"}
_OPENS: Final = re.compile(r"(?:\s|<p>)+", re.IGNORECASE)
_TITLE_ENDS: Final = re.compile(r"<p>|\n|(?<=[.?!])\s", re.IGNORECASE)
_MOST_TITLE: Final = 200
# So many rows for one text, on average, are a list of candidates.
_A_LIST: Final = 3
_EXPECTED: Final = (
    'expected pairs {"text1": ..., "text2": ..., "label": 1}, candidates {"query": ..., "candidates": [{"text": ..., '
    '"label": 1}]}, or links {"source_id": ..., "target_id": ...} beside a questions.jsonl'
)


def read_task(path: Path) -> Task:
    """Return what a file, or a folder with questions.jsonl and links.jsonl, asks for. Raises BadHistory."""
    if path.is_dir():
        return _from_folder(path)
    rows = list(rows_of(path))
    if not rows:
        raise BadHistory(f"{path} is empty; {_EXPECTED}.")
    links = [row for row in rows if _pair(row, _ID_PAIRS, _is_id)]
    questions = [row for row in rows if _is_question(row)]
    if questions and (links or any(_linked(row) for row in questions)):
        return _from_links(questions, links)
    if links:
        beside = path.with_name("questions.jsonl")
        if not beside.exists():
            raise BadHistory(f"{path} holds links; the questions they name must lie beside it, in questions.jsonl.")
        return _from_links(list(rows_of(beside)), links)
    if any(isinstance(row.get(name), list) for row in rows for name in (*_LISTS, "positives", "negatives")):
        return _from_candidates(rows)
    return _from_pairs(rows, path)


def _from_folder(folder: Path) -> Task:
    questions = folder / "questions.jsonl"
    links = next((folder / name for name in ("links.jsonl", "duplicates.jsonl") if (folder / name).exists()), None)
    if questions.exists():
        return _from_links(list(rows_of(questions)), list(rows_of(links)) if links else [])
    files = sorted(folder.glob("*.jsonl"))
    if len(files) != 1:
        raise BadHistory(f"{folder} holds no questions.jsonl with a links.jsonl; {_EXPECTED}.")
    return read_task(files[0])


def _from_links(questions: Sequence[Row], links: Sequence[Row]) -> Task:
    """Everything that was asked, in its order; of two linked questions the later one should find the earlier one."""
    rows = [row for row in questions if not row.get("is_spam") and row.get("id") is not None]
    texts = {str(row["id"]): _text(row) for row in rows}
    ids = sorted(texts, key=lambda key: (texts[key].moment or 0.0, len(key), key))
    numbers = {key: number for number, key in enumerate(ids)}
    dated = all(text.moment is not None for text in texts.values())
    named = [pair for row in links if _says_yes(row) and (pair := _pair(row, _ID_PAIRS, _is_id))]
    named += [(row["id"], other) for row in rows for other in _linked(row)]
    wanted: dict[int, set[int]] = {}
    unused = 0
    for pair in named:
        one, other = (numbers.get(str(key)) for key in pair)
        if one is None or other is None or one == other:
            unused += 1
            continue
        asking, found = (max(one, other), min(one, other)) if dated else (one, other)
        wanted.setdefault(asking, set()).add(found)
    task = Task(LINKS if dated else PAIRS, [texts[key] for key in ids], unused=unused)
    task.wanted = [Wanted(text, frozenset(found)) for text, found in sorted(wanted.items())]
    return _checked(task, "None of the links joins two of the questions")


def _from_pairs(rows: Sequence[Row], path: Path) -> Task:
    """All texts of all pairs together; the first of a pair that belongs together should find the second."""
    texts = _Texts()
    pairs = []
    for row in rows:
        pair = _pair(row, _TEXT_PAIRS, _is_text)
        if pair is None:
            raise BadHistory(f"{path.name}: a row names {', '.join(sorted(row))[:80]}; {_EXPECTED}.")
        pairs.append((texts.number(pair[0]), texts.number(pair[1]), _says_yes(row)))
    grouped: dict[int, list[tuple[int, bool]]] = {}
    for one, other, together in pairs:
        grouped.setdefault(one, []).append((other, together))
    # One text with several others, some of them wrong, is a list to be put in order.
    if len(pairs) >= _A_LIST * len(grouped) and not all(together for *_pair, together in pairs):
        return _checked(_candidates(texts, grouped), "No candidate is marked as right")
    wanted = {
        one: frozenset(other for other, together in others if together and other != one)
        for one, others in grouped.items()
    }
    task = Task(PAIRS, texts.all, [Wanted(one, found) for one, found in wanted.items() if found])
    return _checked(task, "No pair is marked as belonging together")


def _from_candidates(rows: Sequence[Row]) -> Task:
    texts = _Texts()
    grouped: dict[int, list[tuple[int, bool]]] = {}
    for row in rows:
        query = next(
            (row[name] for name in ("query", "question", "text", "a", "title") if _is_text(row.get(name))), None
        )
        if query is None:
            raise BadHistory(f"A row with candidates has no query; {_EXPECTED}.")
        listed: list[Any] = next((row[name] for name in _LISTS if isinstance(row.get(name), list)), [])
        right = row["relevant"] if isinstance(row.get("relevant"), list) else []
        found: list[tuple[Any, bool]] = [(each, _is_right(each, place, right)) for place, each in enumerate(listed)]
        found += [(each, True) for each in _several(row, "positives")]
        found += [(each, False) for each in _several(row, "negatives")]
        if not all(_is_text(each) for each, _right in found):
            raise BadHistory(f"A candidate must be a text or an object with a text; {_EXPECTED}.")
        grouped.setdefault(texts.number(query), []).extend((texts.number(each), yes) for each, yes in found)
    return _checked(_candidates(texts, grouped), "No candidate is marked as right")


def _several(row: Row, name: str) -> list[Any]:
    """Return what a row holds under a name, which may be a list, one thing or nothing."""
    value = row.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _candidates(texts: _Texts, grouped: Mapping[int, Iterable[tuple[int, bool]]]) -> Task:
    """Number everything by a hash of its text: what is equally alike stands in that order, which knows no right or wrong."""
    order = sorted(range(len(texts.all)), key=lambda number: _hash(texts.all[number]))
    numbers = {old: new for new, old in enumerate(order)}
    task = Task(CANDIDATES, [texts.all[old] for old in order])
    for one, others in grouped.items():
        found = frozenset(numbers[other] for other, together in others if together and other != one)
        among = tuple(sorted({numbers[other] for other, _together in others if other != one}))
        if found:
            task.wanted.append(Wanted(numbers[one], found, among))
    return task


def _hash(text: Text) -> bytes:
    return hashlib.sha256(repr(text).encode()).digest()


class _Texts:
    """Numbers for texts; the same text is one text."""

    def __init__(self) -> None:
        self.all: list[Text] = []
        self._numbers: dict[Text, int] = {}

    def number(self, value: Any) -> int:
        """Return the number of a text, giving it one if it is new."""
        text = _text(value)
        if text not in self._numbers:
            self._numbers[text] = len(self.all)
            self.all.append(text)
        return self._numbers[text]


def _checked(task: Task, otherwise: str) -> Task:
    if not task.wanted:
        raise BadHistory(f"{otherwise}, so there is nothing to measure.")
    return task


def _pair(row: Row, names: Iterable[tuple[str, str]], fits: Any) -> tuple[Any, Any] | None:
    return next(((row[a], row[b]) for a, b in names if a in row and b in row and fits(row[a]) and fits(row[b])), None)


def _is_id(value: Any) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool) and " " not in str(value).strip()


def _is_text(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, dict) and any(
        isinstance(value.get(name), str) for name in ("title", "body", "text", "subject")
    )


def _is_question(row: Row) -> bool:
    return row.get("id") is not None and any(isinstance(row.get(name), str) for name in ("title", "body", "text"))


def _linked(row: Row) -> list[Any]:
    """Return the ids that a question names as asking the same."""
    found: Any = next((row[name] for name in _LINKED if row.get(name)), [])
    return [each for each in (found if isinstance(found, list) else [found]) if _is_id(each)]


def _says_yes(row: Row) -> bool:
    label = next((row[name] for name in _LABELS if name in row and not isinstance(row[name], list | dict)), 1)
    return _is_yes(label)


def _is_yes(label: Any) -> bool:
    if isinstance(label, int | float):
        return label > 0
    return re.sub(r"[\W_]", "", str(label)).casefold() not in _NO


def _is_right(candidate: Any, place: int, right: Sequence[Any]) -> bool:
    """Return whether a candidate says so itself, or is named by the row: by its place, its id or its text."""
    if isinstance(candidate, dict):
        return (any(name in candidate for name in _LABELS) and _says_yes(candidate)) or candidate.get("id") in right
    return candidate in right or place in right


def _text(value: Any) -> Text:
    """Return a text with its title: what is called so, or what stands before the first paragraph or sentence ends."""
    row: Row = value if isinstance(value, dict) else {"text": value}
    title, body = str(row.get("title") or row.get("subject") or ""), str(row.get("body") or row.get("text") or "")
    if not title:
        if opening := _OPENS.match(body):
            body = body[opening.end() :]
        title, body = ([*_TITLE_ENDS.split(body.strip(), maxsplit=1), ""])[:2]
        title, body = title[:_MOST_TITLE], title[_MOST_TITLE:] + body
    title, body = (_storable(plain_text(each)) for each in (title, body))
    language = _storable(str(row.get("locale") or row.get("language") or "en"))
    language = language.replace("_", "-").split("-")[0].strip().lower()
    return Text(" ".join(title.split())[:300], body, language[:10] or "en", _moment(row))


def _storable(text: str) -> str:
    """Return a text without what no database takes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", " ")


def _moment(row: Row) -> float | None:
    said = next((row[name] for name in _MOMENTS if row.get(name)), None)
    if said is None:
        return None
    try:
        if not isinstance(said, int | float):
            said = datetime.fromisoformat(str(said).replace("Z", "+00:00")).timestamp()
        return datetime.fromtimestamp(said, UTC).timestamp()
    except (ValueError, OverflowError, OSError):
        raise BadHistory(f"A time must be written such as 2024-01-31T12:00:00Z, not {str(said)[:80]}.") from None
