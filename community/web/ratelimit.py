"""The one rate limiter: exact under any number of parallel calls, in Redis, and in PostgreSQL while Redis is away.

Each window keeps the moments of its latest passes, at most as many as it allows. A call passes when the oldest of them
has left the window. All windows of an action are decided and written in one atomic step; a refused call counts nothing.
Moments come from the server that counts, so that machines with different clocks agree.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

from django.conf import settings
from django.db import connection, transaction
from redis.exceptions import NoScriptError

from community import clock
from community.web.breaker import RedisAway, redis_breaker
from community.web.durations import wait_phrase
from community.web.limits import LIMITS, Limit, Window
from community.web.models import RateWindow
from community.web.redis import plain_redis

_SCRIPT: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local wait, refusing = 0, 0
for i, key in ipairs(KEYS) do
  local passes, period = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local oldest = redis.call('LINDEX', key, passes - 1)
  local left = oldest and math.min(oldest + period - now, period) or 0
  if left > wait then
    wait, refusing = left, i
  end
end
if refusing > 0 then
  return {refusing, wait}
end
for i, key in ipairs(KEYS) do
  redis.call('LPUSH', key, string.format('%.0f', now))
  redis.call('LTRIM', key, 0, ARGV[2 * i] - 1)
  redis.call('PEXPIRE', key, ARGV[2 * i + 1])
end
return {0, 0}
"""
_DIGEST: Final = hashlib.sha1(_SCRIPT.encode(), usedforsecurity=False).hexdigest()


_LOCK: Final = """
INSERT INTO web_ratewindow AS counted (key, passes, expires_at) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET expires_at = greatest(counted.expires_at, excluded.expires_at)
RETURNING key, passes
"""


class RateLimited(Exception):
    """Somebody did something too often. The sentence says what and when it will work again."""

    def __init__(self, action: str, retry_after: timedelta, sentence: str) -> None:
        super().__init__(sentence)
        self.action = action
        self.retry_after = retry_after
        self.sentence = sentence

    @property
    def retry_after_seconds(self) -> int:
        """Return the wait in whole seconds, rounded up and at least 1, as Retry-After wants it."""
        return max(1, math.ceil(self.retry_after.total_seconds()))


@dataclass(frozen=True)
class _Refusal:
    window: Window
    wait_ms: int


def check(action: str, *, identity: str, limits: Mapping[str, Limit] = LIMITS) -> None:
    """Count one pass of the action for the identity, or raise RateLimited and count nothing.

    The identity is whoever shall share the limit, such as "member:42" or "address:192.0.2.1". `limits` may hold a
    company's own rows; actions that it lacks keep their defaults. Call it before opening a transaction: while Redis is
    away passes are counted in the database, and a rollback would give them back.
    """
    limit = limits.get(action) or LIMITS[action]
    try:
        refusal = redis_breaker.call(_count_in_redis, _keys(action, limit, identity), limit)
    except RedisAway:
        refusal = None if limit.needs_redis else _count_in_database(_keys(action, limit, identity), limit)
    if refusal:
        raise _rate_limited(action, limit, refusal)


def give_back(action: str, *, identity: str, limits: Mapping[str, Limit] = LIMITS) -> None:
    """Take the newest pass off the count: it turned out not to matter, such as a sign-in that did not fail."""
    limit = limits.get(action) or LIMITS[action]
    keys = _keys(action, limit, identity)
    try:
        redis_breaker.call(_give_back_in_redis, keys)
    except RedisAway:
        if not limit.needs_redis:
            _give_back_in_database(keys)


def _keys(action: str, limit: Limit, identity: str) -> list[str]:
    """Return one key for each window. Identities are digests, so that no store of counts names people or addresses."""
    who = hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    counted_as = limit.counted_as or action
    seconds = [int(window.period.total_seconds()) for window in limit.windows]
    return [f"{settings.RATE_LIMIT_PREFIX}:{counted_as}:{who}:{each}" for each in seconds]


def _count_in_redis(keys: list[str], limit: Limit) -> _Refusal | None:
    arguments = [_clock_ahead_ms()]
    for window in limit.windows:
        arguments += [window.passes, _ms(window.period)]
    redis = plain_redis()
    try:
        answer = redis.evalsha(_DIGEST, len(keys), *keys, *arguments)
    except NoScriptError:
        answer = redis.eval(_SCRIPT, len(keys), *keys, *arguments)
    refusing, wait_ms = cast("list[int]", answer)
    return _Refusal(limit.windows[refusing - 1], wait_ms) if refusing else None


def _count_in_database(keys: list[str], limit: Limit) -> _Refusal | None:
    windows = dict(zip(keys, limit.windows, strict=True))
    with transaction.atomic():
        passes = _locked_passes(windows)
        # Read after the locks are held: the passes of one key must not go back in time.
        now_ms = _database_now_ms()
        refusals = [_Refusal(window, _wait_ms(passes[key], window, now_ms)) for key, window in windows.items()]
        longest = max(refusals, key=lambda refusal: refusal.wait_ms)
        if longest.wait_ms > 0:
            return longest
        for key, window in windows.items():
            RateWindow.objects.filter(key=key).update(passes=[now_ms, *passes[key]][: window.passes])
    return None


def _locked_passes(windows: Mapping[str, Window]) -> dict[str, list[int]]:
    """Return the passes of all windows; their rows are made where missing, and locked, always in the order of the keys.

    One statement inserts or locks: the purge cannot delete a row in between.
    """
    now = clock.now()
    values: list[Any] = []
    for key in sorted(windows):
        values += [key, [], now + windows[key].period]
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format(rows=", ".join(["(%s, %s::bigint[], %s)"] * len(windows))), values)
        return dict(cursor.fetchall())


def _wait_ms(passes: list[int], window: Window, now_ms: int) -> int:
    if len(passes) < window.passes:
        return 0
    return min(passes[window.passes - 1] + _ms(window.period) - now_ms, _ms(window.period))


def _database_now_ms() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        return int(cursor.fetchone()[0]) + _clock_ahead_ms()


def _give_back_in_redis(keys: list[str]) -> None:
    pipeline = plain_redis().pipeline()
    for key in keys:
        pipeline.lpop(key)
    pipeline.execute()


def _give_back_in_database(keys: list[str]) -> None:
    with transaction.atomic():
        rows = list(RateWindow.objects.select_for_update().filter(key__in=keys).order_by("key"))
        for row in rows:
            row.passes = row.passes[1:]
        RateWindow.objects.bulk_update(rows, ["passes"])


def _rate_limited(action: str, limit: Limit, refusal: _Refusal) -> RateLimited:
    wait = timedelta(milliseconds=refusal.wait_ms)
    said = refusal.window.said % {"count": refusal.window.passes}
    return RateLimited(action, wait, f"{said} {limit.again % {'wait': wait_phrase(wait)}}")


def _clock_ahead_ms() -> int:
    return _ms(clock.ahead())


def _ms(length: timedelta) -> int:
    return int(length / timedelta(milliseconds=1))
