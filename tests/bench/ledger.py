"""How fast points move when everybody is paid from one pot."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any

from django.db import connection, transaction

from accounts.models import Company, Membership
from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, AccountRef
from rewards.ledger.verification import findings_of

WRITERS = 8
_POT = AccountRef(Account.Kind.POT, purpose="bench")


def posting_rate(company: Company, seconds: float) -> dict[str, Any]:
    """Let eight writers pay eight members from one pot; return posts a second beside those of a bare row, and the drift.

    The bare row is the least that any ledger needs: one row that everybody changes, and one that each adds, in one
    transaction. Both are measured in turns, three times.
    """
    members = list(Membership.objects.of(company)[:WRITERS])
    with transaction.atomic():
        funding = AccountRef(Account.Kind.FUNDING)
        post(company=company, kind="fund", source=("bench", "pot"), legs={funding: -(10**9), _POT: 10**9})
    _make_bare_row()
    numbers = count()

    def pay(writer: int) -> None:
        legs = {_POT: -1, AccountRef(Account.Kind.AVAILABLE, members[writer].pk): 1}
        with transaction.atomic():
            post(company=company, kind="earn", source=("bench", str(next(numbers))), legs=legs)

    posts, bare = 0.0, 0.0
    for _turn in range(3):
        posts += _rate(pay, seconds) / 3
        bare += _rate(_change_bare_row, seconds) / 3
    return {"posts": posts, "bare": bare, "ratio": posts / bare, "findings": findings_of(company)}


def _rate(act: Callable[[int], None], seconds: float) -> float:
    """Return how often a second eight threads, each on a connection of its own, get it done."""
    barrier = Barrier(WRITERS, timeout=30)
    # The pool holds as many connections as there are writers.
    connection.close()

    def work(writer: int) -> int:
        connection.ensure_connection()
        barrier.wait()
        done, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            act(writer)
            done += 1
        connection.close()
        return done

    with ThreadPoolExecutor(WRITERS) as pool:
        return sum(pool.map(work, range(WRITERS))) / seconds


def _make_bare_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_hot (id int PRIMARY KEY, points bigint NOT NULL)")
        cursor.execute("CREATE TABLE bench_log (id bigserial PRIMARY KEY, points bigint NOT NULL)")
        cursor.execute("INSERT INTO bench_hot VALUES (1, 0)")


def _change_bare_row(_writer: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_log (points) VALUES (1)")
        cursor.execute("UPDATE bench_hot SET points = points + 1 WHERE id = 1")
