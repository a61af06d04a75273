"""Asking the database from the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar, cast

from channels.db import database_sync_to_async

P = ParamSpec("P")
T = TypeVar("T")

# Threads of our own: asgiref's usual one thread would let a thousand reconnecting pages stand in one line. Fewer than
# the connections of the pool, so that sockets never take the last one from the pages.
_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


def in_database(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """Return the function as one to await; it runs in a thread that gives its connection back afterwards."""
    run = database_sync_to_async(function, thread_sensitive=False, executor=_THREADS)
    return cast("Callable[P, Awaitable[T]]", run)
