import time

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache, caches
from redis import Redis

from community.web.redis import plain_redis

pytestmark = pytest.mark.urls("tests.community.web.urls")


def test_keeps_values(private_redis):
    cache.set("a", {"b": [1, 2]})
    cache.set_many({"c": 3, "d": 4})
    assert cache.get("a") == {"b": [1, 2]}
    assert cache.get_many(["c", "d", "e"]) == {"c": 3, "d": 4}
    assert cache.add("c", 5) is False
    assert cache.incr("c") == 4
    assert "c" in cache
    assert cache.touch("c", 10) is True
    assert cache.delete("c") is True
    cache.delete_many(["d"])
    cache.clear()
    assert cache.get("a") is None


def test_every_question_is_a_miss_without_redis(no_redis):
    assert cache.get("a") is None
    assert cache.get("a", "default") == "default"
    assert cache.get_many(["a"]) == {}
    assert "a" not in cache
    assert cache.get_or_set("a", 7) == 7


def test_every_order_is_ignored_without_redis(no_redis):
    cache.set("a", 1)
    assert cache.add("a", 1) is False
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    assert cache.set_many({"a": 1}) == ["a"]
    cache.delete_many(["a"])
    cache.clear()


def test_counting_without_redis_is_counting_a_missing_key(no_redis):
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_a_redis_that_is_full_is_a_miss_too(private_redis):
    plain_redis().config_set("maxmemory", 1)
    cache.set("a", 1)
    assert cache.get("a") is None


def test_sessions_are_cached_for_a_minute_at_most(private_redis):
    caches["sessions"].set("a", 1, timeout=3600)
    caches["sessions"].set("b", 1, timeout=None)
    caches["sessions"].set("c", 1, timeout=5)
    lives = sorted(plain_redis().ttl(key) for key in plain_redis().scan_iter())
    assert lives[0] <= 5
    assert 5 < lives[1] <= lives[2] <= 60


@pytest.fixture
def signed_in(visitor):
    person = get_user_model().objects.create(email="ada@example.com")
    visitor.force_login(person)
    return visitor


@pytest.mark.django_db
def test_flushing_redis_logs_nobody_out(private_redis, signed_in):
    assert "AnonymousUser" not in signed_in.get("/person/").content.decode()
    Redis.from_url(private_redis.url).flushall()
    assert "AnonymousUser" not in signed_in.get("/person/").content.decode()


@pytest.mark.django_db
def test_nobody_is_logged_out_while_redis_is_away(private_redis, impatient, signed_in):
    private_redis.hang()
    start = time.monotonic()
    assert "AnonymousUser" not in signed_in.get("/person/").content.decode()
    assert time.monotonic() - start < 2.0


@pytest.mark.django_db
def test_one_can_sign_in_without_redis(no_redis, signed_in):
    assert "AnonymousUser" not in signed_in.get("/person/").content.decode()
