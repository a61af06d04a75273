"""Rows out of the kinds of files in which questions usually come: JSON lines, one JSON list, or tables with a heading."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from community.personalization.evaluation.lines import BadHistory, rows_of

Row = Mapping[str, Any]

_TABLES: Final = (".csv", ".tsv", ".tab", ".txt")
ENDINGS: Final = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", *_TABLES)
_DELIMITERS: Final = "\t;,"
# An object with more beside its list is a row itself, such as one query with its candidates.
_FEW: Final = 2
_LONGEST_CELL: Final = 2**31 - 1
_NAME: Final = re.compile(r"[\W_]+")


def rows_in(path: Path) -> list[Row]:
    """Return the objects of a file, each name in small letters without signs: questionId and question_id are one name.

    Raises BadHistory, which names the place.
    """
    if not path.is_file():
        raise BadHistory(f"{path} cannot be read: there is no such file.")
    if path.suffix.lower() in _TABLES:
        return list(_table(path))
    if path.suffix.lower() == ".gz":
        return [_plainly_named(row) for row in rows_of(path)]
    if _begins_with(path) == "[" or path.suffix.lower() == ".json":
        return [_plainly_named(row) for row in _document(path)]
    return [_plainly_named(row) for row in rows_of(path)]


def plain_name(name: str) -> str:
    """Return a name in small letters without signs."""
    return _NAME.sub("", name).casefold()


def _plainly_named(value: Any) -> Any:
    if isinstance(value, dict):
        return {plain_name(str(name)): _plainly_named(each) for name, each in value.items()}
    return [_plainly_named(each) for each in value] if isinstance(value, list) else value


def _begins_with(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.read(200).lstrip()[:1]
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error


def _document(path: Path) -> list[dict[str, Any]]:
    """Return the objects of one JSON document: a list of them, or an object that holds the list. Else, of its lines."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    except (ValueError, RecursionError):
        if _begins_with(path) == "[":
            raise BadHistory(f"{path.name}: this is not JSON.") from None
        return list(rows_of(path))
    if isinstance(document, dict):
        lists = [each for each in document.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        document = lists[0] if len(lists) == 1 and len(document) < _FEW else [document]
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        raise BadHistory(f"{path.name}, line 1: every line must be a JSON object.")
    return document


def _table(path: Path) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading = file.readline()
            file.seek(0)
            delimiter = max(_DELIMITERS, key=heading.count)
            for row in csv.DictReader((line.replace("\0", "") for line in file), delimiter=delimiter):
                yield {plain_name(name): cell for name, cell in row.items() if isinstance(name, str) and cell}
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    except csv.Error as error:
        raise BadHistory(f"{path.name} is not a table: {error}.") from error


def _unreadable(path: Path, error: Exception) -> BadHistory:
    return BadHistory(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}.")
