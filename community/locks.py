"""Advisory locks of PostgreSQL: a name says what is locked, a key for which company, question or stream.

Each feature keeps its own names, and says in its own functions what a lock is good for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

Key = int | str

_HASH: Final = {int: "hashint8", str: "hashtext"}


def lock(name: str, key: Key) -> None:
    """Wait for whoever has the lock, and hold it alone until the transaction ends."""
    _ask("pg_advisory_xact_lock", name, key)


def lock_shared(name: str, key: Key) -> None:
    """Wait for whoever holds the lock alone, and keep such out until the transaction ends."""
    _ask("pg_advisory_xact_lock_shared", name, key)


def lock_if_free(name: str, key: Key) -> bool:
    """Hold the lock alone until the transaction ends; return False, holding nothing, when somebody else has it."""
    return _ask("pg_try_advisory_xact_lock", name, key)


def lock_shared_if_free(name: str, key: Key) -> bool:
    """Keep whoever wants the lock alone out until the transaction ends; return False when somebody has it alone."""
    return _ask("pg_try_advisory_xact_lock_shared", name, key)


@contextmanager
def locked_if_free(name: str, key: Key) -> Iterator[bool]:
    """Hold the lock alone while the block runs; give False, holding nothing, when somebody else has it.

    It belongs to the connection, not to a transaction: for work that takes long and must not keep one open.
    """
    is_free = _ask("pg_try_advisory_lock", name, key)
    try:
        yield is_free
    finally:
        if is_free:
            _ask("pg_advisory_unlock", name, key)


def _ask(function: str, name: str, key: Key) -> bool:
    """Call the function; return what it says, and True where it says nothing but waits."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(%s), {_HASH[type(key)]}(%s))", [name, key])
        return cursor.fetchone()[0] is not False
