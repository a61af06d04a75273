"""Reading hand-written TOML with one clear sentence for every mistake."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

Kind = TypeVar("Kind")


class ContentError(Exception):
    """Raised when demo content is wrong; the sentence names the file and the entry."""


class Entry:
    """One table of a content file. Every field must be read by somebody before `finish`, so that no typo is ignored."""

    def __init__(self, fields: dict[str, Any], where: str) -> None:
        self._fields = fields
        self._unread = set(fields)
        self.where = where

    def error(self, sentence: str) -> ContentError:
        """Return the error to raise about this entry."""
        return ContentError(f"{self.where}: {sentence}")

    def has(self, name: str) -> bool:
        """Return whether the field is given."""
        return name in self._fields

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text without surrounding blank lines. Raises ContentError when it is missing or empty."""
        value = self._value(name, str, default).strip()
        if not value and default is None:
            raise self.error(f"{name} is empty.")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return a whole number, zero or more. Raises ContentError for anything else."""
        value = self._value(name, int, default)
        if value < 0:
            raise self.error(f"{name} is below zero.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is not given."""
        values = self._value(name, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.error(f"{name} must be a list of texts.")
        return tuple(values)

    def minutes(self, name: str) -> dict[str, int]:
        """Return a table of member key to minutes, empty when it is not given."""
        values = self._value(name, dict, {})
        if not all(isinstance(value, int) and value >= 0 for value in values.values()):
            raise self.error(f"{name} must name members with minutes.")
        return values

    def child(self, name: str) -> Entry | None:
        """Return a nested table, or None when it is not given."""
        fields = self._value(name, dict, {})
        return Entry(fields, f"{self.where}, {name}") if fields else None

    def children(self, name: str) -> Iterator[Entry]:
        """Yield the tables of a list, in the order of the file."""
        for number, fields in enumerate(self._value(name, list, []), start=1):
            if not isinstance(fields, dict):
                raise self.error(f"{name} must be a list of tables.")
            label = fields.get("key") or fields.get("slug") or f"number {number}"
            yield Entry(fields, f"{self.where}, {name} {label}")

    def tables(self) -> Iterator[tuple[str, Entry]]:
        """Yield every field as a named table."""
        for name, fields in self._fields.items():
            if not isinstance(fields, dict):
                raise self.error(f"{name} must be a table.")
            self._unread.discard(name)
            yield name, Entry(fields, f"{self.where}, {name}")

    def all_texts(self) -> dict[str, str]:
        """Return every field as a text."""
        return {name: self.text(name) for name in self._fields}

    def finish(self) -> None:
        """Raise ContentError when a field was given that nobody reads."""
        if self._unread:
            raise self.error(f"unknown field {', '.join(sorted(self._unread))}.")

    def _value(self, name: str, kind: type[Kind], default: Kind | None) -> Kind:
        self._unread.discard(name)
        value = self._fields.get(name, default)
        if value is None:
            raise self.error(f"{name} is missing.")
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(f"{name} must be of type {kind.__name__}.")
        return value


def read_file(path: Path) -> Entry:
    """Return the whole file as one entry. Raises ContentError when it is missing or not TOML."""
    where = f"{path.parent.name}/{path.name}"
    try:
        return Entry(tomllib.loads(path.read_text(encoding="utf-8")), where)
    except OSError as error:
        raise ContentError(f"{where}: cannot be read ({error.strerror}).") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{where}: {error}.") from error
