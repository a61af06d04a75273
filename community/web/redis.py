"""The one place where requests get their connection to Redis: short time-outs, no retries, no waiting in line."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from community.stack import ensure_redis

# A ceiling against leaks, not a throttle: each thread borrows one connection at a time.
_MOST_CONNECTIONS = 512


def plain_redis() -> Redis:
    """Return this process's client for settings.REDIS_URL. Use it in redis_breaker.call, because it may raise."""
    return _client(settings.REDIS_URL, settings.REDIS_TIMEOUT_SECONDS)


@lru_cache(maxsize=8)
def _client(url: str, timeout: float) -> Redis:
    ensure_redis()
    # Protocol 2 without client information connects in one step; each further step could wait for another time-out.
    return Redis.from_url(
        url,
        protocol=2,
        driver_info=None,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(NoBackoff(), 0),
        max_connections=_MOST_CONNECTIONS,
        health_check_interval=0,
    )
