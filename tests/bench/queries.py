"""Counting a row's queries in this process, because the embedded PostgreSQL has no pg_stat_statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection
from django.http.cookie import parse_cookie
from django.test import Client

from tests.bench.rows import FLOOR, FLOOR_QUERIES, Ask, Row

_TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "BEGIN", "COMMIT")
_numbers = count(10**6)


def queries_of(row: Row) -> int:
    """Return how many queries one request makes once caches are warm. Exits when it is not answered as it should be."""
    if row.server == FLOOR:
        return FLOOR_QUERIES
    # From the end: what is sent here is not sent again. A form cannot be sent twice, so nothing is warm for its sender.
    warming, counted = ([row.asks[-1]], row.asks[-2]) if row.asks[0].form else ([row.asks[0]] * 3, row.asks[0])
    for ask in warming:
        _send(row, ask)
    with _counting() as seen:
        _send(row, counted)
    return seen["queries"]


def _send(row: Row, ask: Ask) -> None:
    number = next(_numbers)
    browser = Client(
        raise_request_exception=False,
        HTTP_HOST="127.0.0.1",
        HTTP_X_FORWARDED_FOR=f"11.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    )
    for name, value in parse_cookie(ask.cookie).items():
        browser.cookies[name] = value
    path = ask.path.replace("%N", str(number))
    form = {name: value.replace("%N", str(number)) for name, value in ask.form.items()}
    response = browser.post(path, form) if form else browser.get(path)
    if response.status_code != row.status:
        raise SystemExit(f"{row.name}: {path} answers {response.status_code} instead of {row.status}.")


@contextmanager
def _counting() -> Iterator[dict[str, int]]:
    seen = {"queries": 0}

    def note(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        seen["queries"] += not statement.startswith(_TRANSACTION)
        return execute(statement, params, many, context)

    with connection.execute_wrapper(note):
        yield seen
