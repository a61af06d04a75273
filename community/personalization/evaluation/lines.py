"""JSON lines as they come: plain or packed, with or without a mark of the encoding, and now and then a broken one."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO


class BadHistory(Exception):
    """Raised when a history cannot be read; the sentence names the file and the line."""


class Skipped:
    """What was left out of a history and why, to be told: how often each reason held, and where it did first."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def note(self, reason: str, place: str) -> None:
        """Take note that something was left out at a place."""
        self._times[reason] += 1
        self._first.setdefault(reason, place)

    def told(self) -> list[str]:
        """Return one sentence for each reason, in the order in which they came up."""
        return [f"{reason}: {times}, the first in {self._first[reason]}." for reason, times in self._times.items()]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines. Raises BadHistory, which names the line."""
    return (row for _place, row in _rows(path, None))


def good_rows_of(path: Path, skipped: Skipped) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of a file of JSON lines with their places, and note the lines that hold none.

    Raises BadHistory when the file cannot be read at all.
    """
    return _rows(path, skipped)


def found(folder: Path, name: str) -> Path:
    """Return the file of this name in a folder, which may be packed with gzip."""
    endings = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
    paths = [folder / f"{name}{ending}" for ending in endings]
    return next((path for path in paths if path.is_file()), paths[0])


def _rows(path: Path, skipped: Skipped | None) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                place = f"{path.name}, line {number}"
                # Some programs begin a file with a mark of its encoding, which is no part of the first line.
                text = line.removeprefix(b"\xef\xbb\xbf").strip()
                if not text:
                    continue
                try:
                    yield place, _parsed(place, text)
                except BadHistory as error:
                    if skipped is None:
                        raise
                    reason = str(error).partition(": ")[2].rstrip(".")
                    skipped.note(f"Lines were left out ({reason})", place)
    except (OSError, EOFError, zlib.error) as error:
        raise BadHistory(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def _opened(path: Path) -> BinaryIO | gzip.GzipFile:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _parsed(place: str, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError:
        raise BadHistory(f"{place}: this is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise BadHistory(f"{place}: this is not JSON.") from None
    if not isinstance(row, dict):
        raise BadHistory(f"{place}: every line must be a JSON object.")
    return row
