"""Django's cache on Redis, behind the breaker: when Redis fails, everything is a miss and pages go on without it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis

from community.web.breaker import RedisAway, redis_breaker
from community.web.redis import plain_redis

_SESSION_SECONDS: Final = 60


class _SharedClient(RedisCacheClient):
    """Uses the process's one Redis client instead of a pool of its own."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        """Return the shared client, whatever the key."""
        return plain_redis()


class BreakerRedisCache(RedisCache):
    """A cache that never raises because Redis is away: reads find nothing and writes do nothing."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _SharedClient

    def validate_key(self, key: str) -> None:
        """Accept every key: the rules that Django warns about are memcached's."""

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Return whether the value was added, which it never is while Redis is away."""
        return redis_breaker.call(super().add, key, value, timeout, version, default=False)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default."""
        return redis_breaker.call(super().get, key, default, version, default=default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep the value, if Redis answers."""
        redis_breaker.call(super().set, key, value, timeout, version, default=None)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Return whether the key was there and lives on."""
        return redis_breaker.call(super().touch, key, timeout, version, default=False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Return whether the key was there."""
        return redis_breaker.call(super().delete, key, version, default=False)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Return the values that were found."""
        return redis_breaker.call(super().get_many, list(keys), version, default={})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Return whether the key is there."""
        return redis_breaker.call(super().has_key, key, version, default=False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Return the new number. Raises ValueError for a missing key, which every key is while Redis is away."""
        try:
            return redis_breaker.call(super().incr, key, delta, version)
        except RedisAway as error:
            raise ValueError(f"Key {key!r} not found.") from error

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Keep the values; return the keys that could not be kept."""
        return redis_breaker.call(super().set_many, data, timeout, version, default=list(data))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        """Remove the keys, if Redis answers."""
        redis_breaker.call(super().delete_many, list(keys), version, default=None)

    def clear(self) -> None:
        """Remove everything, if Redis answers."""
        redis_breaker.call(super().clear, default=None)


class SessionCache(BreakerRedisCache):
    """The cache in front of the table of sessions; keeps nothing longer than a minute.

    Logging out while Redis hangs removes the session from the table but not from the hung cache. The short life bounds
    how long the old copy could be taken for real once Redis wakes up.
    """

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> float:
        """Return at most a minute."""
        wanted = super().get_backend_timeout(timeout)
        return _SESSION_SECONDS if wanted is None else min(wanted, _SESSION_SECONDS)
