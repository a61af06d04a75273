"""What a row says, under the names that are in use: texts, ids, labels. Names have small letters and no signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]

_TEXT_PAIRS: Final = (
    ("text1", "text2"), ("question1", "question2"), ("q1", "q2"), ("sentence1", "sentence2"), ("sent1", "sent2"),
    ("title1", "title2"), ("post1", "post2"), ("texta", "textb"), ("sentencea", "sentenceb"),
    ("questiona", "questionb"), ("orgq", "relq"), ("query", "candidate"), ("query", "text"), ("query", "duplicate"),
    ("query", "document"), ("query", "doc"), ("query", "passage"), ("query", "positive"), ("query", "question"),
    ("question", "candidate"), ("question", "duplicate"), ("question", "related"), ("anchor", "positive"),
    ("new", "old"), ("left", "right"), ("source", "target"), ("original", "duplicate"), ("a", "b"),
)  # fmt: skip
_ID_PAIRS: Final = (
    ("sourceid", "targetid"), ("source", "target"), ("from", "to"), ("fromid", "toid"), ("qid1", "qid2"),
    ("questionid", "duplicateid"), ("questionid", "duplicateof"), ("questionid", "relatedid"),
    ("questionid", "relatedquestionid"), ("questionid1", "questionid2"), ("question1id", "question2id"),
    ("id1", "id2"), ("idone", "idtwo"), ("aid", "bid"), ("ida", "idb"), ("postid", "relatedpostid"),
    ("postid", "duplicateid"), ("duplicateid", "originalid"), ("queryid", "corpusid"), ("queryid", "docid"),
    ("queryid", "documentid"), ("queryid", "candidateid"), ("qid", "docid"), ("qid", "did"), ("query", "corpus"),
    ("question1", "question2"), ("q1", "q2"), ("a", "b"), ("id", "duplicateid"), ("id", "duplicateof"),
)  # fmt: skip
_LABELS: Final = (
    "label", "isduplicate", "duplicate", "isdup", "relevant", "isrelevant", "relevance", "relqrelevance2orgq", "score",
    "gold", "goldlabel", "judgement", "judgment", "similar", "issimilar", "match", "ismatch", "same", "class", "y",
)  # fmt: skip
_LINKED: Final = (
    "duplicateof", "duplicates", "duplicateids", "duplicateid", "closedasduplicateof", "links", "linked", "linkedids",
    "related", "relatedids",
)  # fmt: skip
_IDS: Final = ("id", "questionid", "postid", "qid", "docid", "threadid", "number")
_MOMENTS: Final = ("createdat", "askedat", "created", "creationdate", "date", "time", "timestamp")
_TITLES: Final = ("title", "subject", "summary")
_BODIES: Final = ("body", "text", "content", "description", "question", "bodyhtml", "html", "markdown")
_NO: Final = {
    "", "false", "no", "n", "f", "irrelevant", "notrelevant", "bad", "none", "null", "notduplicate", "nonduplicate",
    "different", "negative", "unrelated", "potentiallyuseful", "nan",
}  # fmt: skip


def text_pair(row: Row) -> tuple[Any, Any] | None:
    """Return the two texts of a row, each a string or an object with title and body; None without two."""
    for names in _TEXT_PAIRS:
        one, other = (_said_of(row, name) for name in names)
        if one is not None and other is not None:
            return one, other
    return None


def id_pair(row: Row) -> tuple[str, str] | None:
    """Return the ids of the two questions that a row joins, as strings."""
    for one, other in _ID_PAIRS:
        if is_id(row.get(one)) and is_id(row.get(other)):
            return id_of(row[one]), id_of(row[other])
    return None


def is_pair_of_texts(row: Row) -> bool:
    """Return whether a row holds two texts: two values without any space are ids where ids could be meant."""
    pair = text_pair(row)
    if pair is None:
        return False
    ids = id_pair(row)
    return ids is None or any(not is_id(each) or id_of(each) not in ids for each in pair)


def is_id(value: Any) -> bool:
    """Return whether a value can be an id: a whole number, or a word."""
    if isinstance(value, bool) or not isinstance(value, int | str | float):
        return False
    return (
        bool(str(value).strip()) and " " not in str(value).strip() and (not isinstance(value, float) or value % 1 == 0)
    )


def id_of(value: Any) -> str:
    """Return an id as it is compared: 7, "7" and 7.0 are one."""
    return str(int(value)) if isinstance(value, float) else str(value).strip().removesuffix(".0")


def own_id(row: Row) -> str | None:
    """Return the id of a question, None without one."""
    return next((id_of(row[name]) for name in _IDS if is_id(row.get(name))), None)


def is_text(value: Any) -> bool:
    """Return whether a value says something: words, or an object with a title or a body."""
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, dict) and bool(title_of(value) or body_of(value))


def title_of(row: Row) -> str:
    """Return what a row calls its title, or nothing."""
    return _first(row, _TITLES)


def body_of(row: Row) -> str:
    """Return what a row says beside its title, or nothing."""
    return _first(row, _BODIES)


def linked(row: Row) -> list[str]:
    """Return the ids that a question names as asking the same."""
    found: Any = next((row[name] for name in _LINKED if row.get(name)), [])
    listed = re.split(r"[\s,;|]+", found.strip("[] ")) if isinstance(found, str) else found
    each_id = (
        each.get("id") if isinstance(each, dict) else each
        for each in (listed if isinstance(listed, list) else [listed])
    )
    return [id_of(each) for each in each_id if is_id(each)]


def moment_in(row: Row) -> Any:
    """Return when a row was written, as it says it, None when it does not."""
    return next((row[name] for name in _MOMENTS if row.get(name)), None)


def has_label(row: Row) -> bool:
    """Return whether a row says whether it is right."""
    return any(name in row for name in _LABELS)


def says_yes(row: Row) -> bool:
    """Return whether a row says that it is right; one that says nothing is, because it was written down."""
    return is_yes(next((row[name] for name in _LABELS if name in row and not isinstance(row[name], list | dict)), 1))


def is_yes(label: Any) -> bool:
    """Return whether a label means yes: a number above nothing, or a word that is no kind of no."""
    try:
        return float(label) > 0
    except (TypeError, ValueError):
        return re.sub(r"[\W_]", "", str(label)).casefold() not in _NO


def _said_of(row: Row, name: str) -> Any:
    """Return what a row says under a name, or under that name with a part: query_title and query_body, title1 and body1."""
    digit = name[-1] if name[-1].isdigit() else ""
    title = _first(row, [*(f"{name}{part}" for part in _TITLES), *(f"{part}{digit}" for part in _TITLES if digit)])
    body = _first(row, [*(f"{name}{part}" for part in _BODIES), *(f"{part}{digit}" for part in _BODIES if digit)])
    if is_text(row.get(name)) and not (title and body):
        return row[name]
    return {"title": title, "body": body} if title or body else None


def _first(row: Row, names: Iterable[str]) -> str:
    return next((row[name] for name in names if isinstance(row.get(name), str) and row[name].strip()), "")
