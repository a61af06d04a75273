"""Reading pairs, candidates or links, in the shapes in which such files usually come."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from community.personalization.evaluation.fields import read_moment
from community.personalization.evaluation.likeness.files import ENDINGS, Row, rows_in
from community.personalization.evaluation.likeness.names import (
    body_of,
    has_label,
    id_of,
    id_pair,
    is_id,
    is_pair_of_texts,
    is_text,
    is_yes,
    linked,
    moment_in,
    own_id,
    says_yes,
    text_pair,
    title_of,
)
from community.personalization.evaluation.likeness.task import CANDIDATES, LINKS, PAIRS, Task, Text, Wanted
from community.personalization.evaluation.lines import BadHistory
from community.text.excerpt import plain_text

_QUESTIONS: Final = ("questions", "posts", "threads", "corpus", "documents", "docs", "texts")
_JOINS: Final = ("links", "duplicates", "duplicatepairs", "pairs", "qrels", "relevance", "candidates", "labels")
_PARTS: Final = ("test", "dev", "validation", "train")
_QUERIES: Final = ("query", "question", "text", "a", "title", "orgq", "anchor")
_LISTS: Final = ("candidates", "candidateids", "documents", "related", "passages", "ctxs", "choices")
_RIGHT: Final = ("pos", "positives", "positive", "positiveids", "positivectxs")
_WRONG: Final = ("neg", "negatives", "negative", "negativeids", "negativectxs", "hardnegatives")
_OPENS: Final = re.compile(r"(?:\s|<p>)+", re.IGNORECASE)
_TITLE_ENDS: Final = re.compile(r"<p>|\n|(?<=[.?!])\s", re.IGNORECASE)
_MOST_TITLE: Final = 200
# Beyond these no engine reads, and a log of many megabytes is not kept in memory for nothing.
_MOST_BODY: Final = 20_000
# So many rows for one text, on average, are a list of candidates.
_A_LIST: Final = 3
# Seconds since 1970 have fewer digits until the year 5138; more of them are thousandths.
_EXPECTED: Final = (
    'expected pairs {"text1": ..., "text2": ..., "label": 1}, candidates {"query": ..., "candidates": [{"text": ..., '
    '"label": 1}]}, or links {"source_id": ..., "target_id": ...} beside a questions.jsonl'
)


def read_task(path: Path) -> Task:
    """Return what a file, or a folder with questions.jsonl and links.jsonl, asks for. Raises BadHistory."""
    if path.is_dir():
        return _from_folder(path)
    rows = rows_in(path)
    if not rows:
        raise BadHistory(f"{path} is empty; {_EXPECTED}.")
    if any(map(_is_list, rows)):
        return _from_candidates(rows, _beside(path))
    if sum(map(is_pair_of_texts, rows)) * 2 >= len(rows):
        return _from_pairs(rows)
    questions = [row for row in rows if _is_question(row)]
    named = [pair for row in rows if not _is_question(row) and says_yes(row) and (pair := id_pair(row))]
    if questions and (named or any(map(linked, questions))):
        return _from_links(questions, named)
    if any(map(id_pair, rows)):
        known = _beside(path)
        if not known:
            raise BadHistory(f"{path} holds links; the questions they name must lie beside it, in questions.jsonl.")
        return _from_links(known, named)
    return _from_pairs(rows)


def _from_folder(folder: Path) -> Task:
    questions, queries = _named(folder, _QUESTIONS), _named(folder, ("queries",))
    joins = _named(folder, _JOINS) or _named(folder / "qrels", _PARTS)
    if questions:
        known, rows = rows_in(questions), rows_in(joins) if joins else []
        if any(map(_is_list, rows)):
            return _from_candidates(rows, [*known, *(rows_in(queries) if queries else [])])
        named = [pair for row in rows if says_yes(row) and (pair := id_pair(row))]
        if queries:
            # One id may name a query and a question.
            known += [{**row, "id": f"query:{own_id(row)}"} for row in rows_in(queries)]
            named = [(f"query:{one}", other) for one, other in named]
        return _from_links(known, named)
    files = sorted(each for each in folder.iterdir() if each.name.lower().endswith(ENDINGS) and each.stem != "stats")
    chosen = joins or _named(folder, _PARTS)
    if chosen is None and len(files) != 1:
        raise BadHistory(f"{folder} holds no questions.jsonl with a links.jsonl; {_EXPECTED}.")
    return read_task(chosen or files[0])


def _named(folder: Path, names: Iterable[str]) -> Path | None:
    """Return the first file of a folder that has one of the names, whatever its ending."""
    candidates = (folder / f"{name}{ending}" for name in names for ending in ENDINGS)
    return next((each for each in candidates if each.is_file()), None)


def _beside(path: Path) -> list[Row]:
    """Return the questions that lie beside a file, none where nothing does."""
    known = _named(path.parent, _QUESTIONS)
    return rows_in(known) if known and known != path else []


def _is_question(row: Row) -> bool:
    return own_id(row) is not None and bool(title_of(row) or body_of(row))


def _is_list(row: Row) -> bool:
    """Return whether a row lists candidates; a question that lists the ids of related ones does not."""
    lists = [row[name] for name in (*_LISTS, *_RIGHT, *_WRONG) if isinstance(row.get(name), list)]
    return any(lists) and not (linked(row) and own_id(row) is not None and all(map(is_id, lists[0])))


def _from_links(questions: Sequence[Row], named: Iterable[tuple[str, str]]) -> Task:
    """Everything that was asked, in its order; of two linked questions the later one should find the earlier one."""
    texts = {key: _text(row) for row in questions if not row.get("isspam") and (key := own_id(row)) is not None}
    ids = sorted(texts, key=lambda key: (texts[key].moment or 0.0, len(key), key))
    numbers = {key: number for number, key in enumerate(ids)}
    dated = all(text.moment is not None for text in texts.values())
    own = [(key, other) for row in questions for other in linked(row) if (key := own_id(row)) is not None]
    wanted: dict[int, set[int]] = {}
    unused = 0
    for pair in (*named, *own):
        one, other = (numbers.get(key) for key in pair)
        if one is None or other is None or one == other:
            unused += 1
            continue
        asking, found = (max(one, other), min(one, other)) if dated else (one, other)
        wanted.setdefault(asking, set()).add(found)
    task = Task(LINKS if dated else PAIRS, [texts[key] for key in ids], unused=unused)
    task.wanted = [Wanted(text, frozenset(found)) for text, found in sorted(wanted.items())]
    return _checked(task, "None of the links joins two of the questions")


def _from_pairs(rows: Sequence[Row]) -> Task:
    """All texts of all pairs together; the first of a pair that belongs together should find the second."""
    texts = _Texts()
    said = [(pair, says_yes(row)) for row in rows if (pair := text_pair(row))]
    if not said:
        names = ", ".join(sorted(rows[0]))[:80] or "nothing"
        raise BadHistory(f"No row holds two texts; the first one names {names}. It was {_EXPECTED}.")
    pairs = [(texts.number(one), texts.number(other), together) for (one, other), together in said]
    grouped: dict[int, list[tuple[int, bool]]] = {}
    for one, other, together in pairs:
        grouped.setdefault(one, []).append((other, together))
    unused = len(rows) - len(said)
    # One text with several others, some of them wrong, is a list to be put in order.
    if len(pairs) >= _A_LIST * len(grouped) and not all(together for *_pair, together in pairs):
        return _checked(_candidates(texts, grouped, unused), "No candidate is marked as right")
    wanted = {
        one: frozenset(other for other, together in others if together and other != one)
        for one, others in grouped.items()
    }
    task = Task(PAIRS, texts.all, [Wanted(one, found) for one, found in wanted.items() if found], unused)
    return _checked(task, "No pair is marked as belonging together")


def _from_candidates(rows: Sequence[Row], known: Iterable[Row]) -> Task:
    """Each row's query and what may be found by it; instead of a text there may be the id of a known question."""
    texts, by_id = _Texts(), {key: row for row in known if (key := own_id(row)) is not None}
    grouped: dict[int, list[tuple[int, bool]]] = {}
    unused = 0
    for row in rows:
        query = next((found for name in _QUERIES if (found := _known(row.get(name), by_id)) is not None), None)
        if query is None and _is_question(row):
            query = row
        query = query if query is not None else _known(row.get("queryid", own_id(row)), by_id)
        found = [(_known(each, by_id), yes) for each, yes in _listed(row)]
        named = [(each, yes) for each, yes in found if each is not None]
        unused += (query is None) + len(found) - len(named)
        if query is not None:
            grouped.setdefault(texts.number(query), []).extend((texts.number(each), yes) for each, yes in named)
    if not grouped:
        raise BadHistory(f"A row with candidates has no query; {_EXPECTED}.")
    if not any(grouped.values()):
        raise BadHistory(f"A candidate must be a text or an object with a text; {_EXPECTED}.")
    return _checked(_candidates(texts, grouped, unused), "No candidate is marked as right")


def _known(value: Any, by_id: Mapping[str, Row]) -> Any:
    """Return a text, or the known question that an id names; None for neither."""
    if by_id and is_id(value):
        return by_id.get(id_of(value))
    if isinstance(value, dict) and not is_text(value):
        return by_id.get(own_id(value) or "")
    return value if is_text(value) else None


def _listed(row: Row) -> list[tuple[Any, bool]]:
    """Return what a row lists, each with whether it is right: as it says itself, or the row by place, id or text."""
    listed: list[Any] = next((row[name] for name in _LISTS if isinstance(row.get(name), list)), [])
    right: list[Any] = next((row[name] for name in ("relevant", "relevantids") if isinstance(row.get(name), list)), [])
    labels = next((row[name] for name in ("labels", "relevances", "scores") if isinstance(row.get(name), list)), None)
    found = [(each, _is_right(each, place, right)) for place, each in enumerate(listed)]
    if labels is not None and len(labels) == len(listed):
        found = [(each, is_yes(label)) for each, label in zip(listed, labels, strict=True)]
    positives = [each for name in _RIGHT for each in _several(row, name)]
    found = [(each, yes or each in positives) for each, yes in found]
    found += [(each, True) for each in positives if each not in listed]
    return found + [(each, False) for name in _WRONG for each in _several(row, name)]


def _several(row: Row, name: str) -> list[Any]:
    """Return what a row holds under a name, which may be a list, one thing or nothing."""
    value = row.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_right(candidate: Any, place: int, right: Sequence[Any]) -> bool:
    if isinstance(candidate, dict):
        return (has_label(candidate) and says_yes(candidate)) or own_id(candidate) in [str(each) for each in right]
    return candidate in right or place in right


def _candidates(texts: _Texts, grouped: Mapping[int, Iterable[tuple[int, bool]]], unused: int) -> Task:
    """Number everything by a hash of its text: what is equally alike stands in that order, which knows no right or wrong."""
    order = sorted(range(len(texts.all)), key=lambda number: _hash(texts.all[number]))
    numbers = {old: new for new, old in enumerate(order)}
    task = Task(CANDIDATES, [texts.all[old] for old in order], unused=unused)
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


def _text(value: Any) -> Text:
    """Return a text with its title: what is called so, or what stands before the first paragraph or sentence ends."""
    row: Row = value if isinstance(value, dict) else {"text": str(value)}
    title, body = title_of(row), body_of(row)[:_MOST_BODY]
    if not title:
        if opening := _OPENS.match(body):
            body = body[opening.end() :]
        title, body = ([*_TITLE_ENDS.split(body.strip(), maxsplit=1), ""])[:2]
        title, body = title[:_MOST_TITLE], title[_MOST_TITLE:] + body
    title, body = (_storable(plain_text(each)) for each in (title[:_MOST_BODY], body))
    language = _storable(str(row.get("locale") or row.get("language") or row.get("lang") or "en"))
    language = language.replace("_", "-").split("-")[0].strip().lower()
    return Text(" ".join(title.split())[:300], body, language[:10] or "en", _moment(row))


def _storable(text: str) -> str:
    """Return a text without what no database takes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", " ")


def _moment(row: Row) -> float | None:
    said = moment_in(row)
    if said is None:
        return None
    moment = read_moment(said)
    if moment is None:
        raise BadHistory(f"A time must be written such as 2024-01-31T12:00:00Z, not {str(said)[:80]}.")
    return moment
