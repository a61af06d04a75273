"""One replay of a company's past at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_LOCK = "accountability.measure_worth"


@contextmanager
def only_one_measures(company_id: int) -> Iterator[bool]:
    """Hold the company's lock while the block runs; give False when somebody else has it, and then hold nothing.

    The lock belongs to the connection, not to a transaction: a replay takes long and must not keep one open.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", [_LOCK, company_id])
        is_free = bool(cursor.fetchone()[0])
    try:
        yield is_free
    finally:
        if is_free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", [_LOCK, company_id])
