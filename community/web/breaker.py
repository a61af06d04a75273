"""The circuit breaker between requests and Redis: a request may notice that Redis is sick, but never waits for it."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from kombu.exceptions import LimitExceeded
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

T = TypeVar("T")

logger = logging.getLogger(__name__)

# Only these say that Redis itself is away. An answer such as "out of memory" came quickly and must not cut off others.
_AWAY: Final = (RedisConnectionError, RedisTimeoutError, BrokerAway, OSError)
_FAILED: Final = (*_AWAY, RedisError, LimitExceeded)


class _Raise:
    """Marks that no default was given, because None is a fine default."""


_RAISE: Final = _Raise()


class RedisAway(Exception):
    """Raised by a call without a default while Redis does not answer, or when it refused the command."""


class CircuitBreaker:
    """Counts failures in a row; while open, calls fail at once, until after `rest` seconds one caller may probe.

    Shared by all threads of a process. Three failures of 100 ms each are the most that one request can wait.
    """

    def __init__(self, *, failures: int = 3, rest: float = 5.0, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._threshold = failures
        self._rest = rest
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Return whether calls are refused at once (but for the one that probes)."""
        return self._opened_at is not None

    def call(self, function: Callable[..., T], *args: Any, default: T | _Raise = _RAISE, **kwargs: Any) -> T:
        """Return what the function returns; when Redis fails, return the default, or raise RedisAway without one.

        Errors that are not Redis's are raised as they are and say nothing about its health.
        """
        probes = self._enter()
        if probes is None:
            return _default_or_raise(default, None)
        healthy: bool | None = None
        try:
            result = function(*args, **kwargs)
            healthy = True
        except _FAILED as error:
            healthy = not isinstance(error, _AWAY)
            logger.warning("Redis: %s: %s", type(error).__name__, error)
            return _default_or_raise(default, error)
        finally:
            self._leave(probes, healthy)
        return result

    def reset(self) -> None:
        """Close the breaker and forget what happened."""
        with self._lock:
            self._failures, self._opened_at, self._probing = 0, None, False

    @contextmanager
    def held_open(self) -> Iterator[None]:
        """Refuse every call of this process while the block runs, as if Redis were away; afterwards all is as new."""
        with self._lock:
            self._opened_at = math.inf
        try:
            yield
        finally:
            self.reset()

    def _enter(self) -> bool | None:
        """Return None when the call is refused, otherwise whether it is the probe."""
        if self._opened_at is None:
            return False
        with self._lock:
            if self._opened_at is None:
                return False
            if self._probing or self._elapsed() - self._opened_at < self._rest:
                return None
            self._probing = True
            return True

    def _leave(self, probes: bool, healthy: bool | None) -> None:
        """Note how a call ended; None means that it told nothing about Redis."""
        if healthy and self._failures == 0 and not probes:
            return
        with self._lock:
            if probes:
                self._probing = False
            if healthy:
                self._failures, self._opened_at = 0, None
            elif healthy is False:
                self._failures += 1
                if self._failures >= self._threshold:
                    self._opened_at = self._elapsed()


def _default_or_raise(default: T | _Raise, error: Exception | None) -> T:
    if isinstance(default, _Raise):
        raise RedisAway("Redis does not answer.") from error
    return default


redis_breaker = CircuitBreaker()
