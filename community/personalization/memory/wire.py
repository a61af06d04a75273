"""Rows between this process and the database as bytes: as text they would cost more than what is learned from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import connection


def copy_rows(statement: str, types: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows by a COPY ... FROM STDIN (FORMAT BINARY) whose columns have these types, in the caller's transaction."""
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def execute_binary(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement whose values, written %b, and results travel as bytes; return its rows, none for a write."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, binary=True)
        return cursor.fetchall() if cursor.description else []
