"""Redis servers that may be hurt, browsers that see error pages, and many threads at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from community.web.ratelimit import RateLimited, check
from tests.servers import PrivateRedis


@pytest.fixture
def private_redis(settings) -> Iterator[PrivateRedis]:
    server = PrivateRedis()
    settings.REDIS_URL = server.url
    yield server
    server.stop()


@pytest.fixture
def impatient(settings) -> None:
    """The real time-out, for tests with a Redis that hangs."""
    settings.REDIS_TIMEOUT_SECONDS = 0.1


@pytest.fixture
def no_redis(settings) -> None:
    settings.REDIS_URL = "unix:///tmp/pd-there-is-no-redis-here.sock"


@pytest.fixture
def visitor(client):
    """A browser that shows error pages instead of raising what led to them."""
    client.raise_request_exception = False
    return client


def count_passes(action: str, calls: int, threads: int, identity: str = "member:1") -> int:
    """Make the calls from many threads that start at the same moment; return how many passed."""
    barrier = Barrier(threads)

    def worker(share: int) -> int:
        passed = 0
        barrier.wait()
        try:
            for _call in range(share):
                try:
                    check(action, identity=identity)
                    passed += 1
                except RateLimited:
                    pass
        finally:
            connection.close()
        return passed

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(worker, [calls // threads] * threads))
