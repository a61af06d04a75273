"""Several real connections doing something at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def race(n: int, act: Callable[[int], Any]) -> Counter[str]:
    """Run act(0) ... act(n - 1) at once, each on a connection of its own; count results and exception names."""
    barrier = Barrier(n, timeout=30)

    def runner(number: int) -> str:
        try:
            connection.ensure_connection()
            barrier.wait()
            return str(act(number))
        except Exception as error:  # the outcome of a race may be a refusal
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(n) as pool:
        return Counter(pool.map(runner, range(n)))
