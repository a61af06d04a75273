"""Communities that many tests begin with: made by the actions once per process, and put back row by row afterwards.

Making one takes seconds, because everything that follows the events is done as well; putting one back takes
milliseconds. Each test has the rows to itself, as if it had made them.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from tests.emptying import empty_tables, filled_tables

Made = TypeVar("Made")


class Kept:
    """The rows of the database at one moment, and the objects that stand for them."""

    def __init__(self, objects: Any) -> None:
        self._objects = pickle.dumps(objects)
        self._rows: dict[str, bytes] = {}
        with connection.cursor() as cursor:
            for table in filled_tables(cursor):
                with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                    self._rows[table] = b"".join(bytes(part) for part in copy)

    def put_back(self) -> Any:
        """Let the database hold these rows and no others; return the objects anew."""
        with transaction.atomic(), connection.cursor() as cursor:
            empty_tables()
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self._rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(rows)
            cursor.execute("SET LOCAL session_replication_role = origin")
        return pickle.loads(self._objects)


_kept: dict[str, Kept] = {}


def keep(name: str, make: Callable[[], Made]) -> Made:
    """Make what has this name, or put it back. What is in the database already goes away: ask for it first."""
    if name in _kept:
        return _kept[name].put_back()
    made = make()
    _kept[name] = Kept(made)
    return made


def keep_with(cast: Any, name: str, make: Callable[[], Made], *others: Model) -> Made:
    """Make what has this name on top of the cast and others, or put all back; then these stand for the rows put back.

    It is an error to have filled other tables before.
    """
    standing = [*(getattr(cast, field.name) for field in fields(cast)), *others]
    with connection.cursor() as cursor:
        before = filled_tables(cursor)
    if name not in _kept:
        made = make()
        _kept[name] = Kept((before, standing, made))
        return made
    expected, kept, made = _kept[name].put_back()
    assert before == expected, f"Ask for {name!r} before anything else that writes rows."
    for own, again in zip(standing, kept, strict=True):
        vars(own).clear()
        vars(own).update(vars(again))
    return made
