from datetime import timedelta

import pytest

from community import clock
from community.web.limits import LIMITS, Limit, Window
from community.web.models import RateWindow
from community.web.ratelimit import RateLimited, check, give_back
from community.web.redis import plain_redis
from tests.community.web.conftest import count_passes

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def limited(*windows, counted_as=""):
    """A table with one action, "act", and these windows: (passes, period)."""
    said = "You did it %(count)d times."
    return {"act": Limit(tuple(Window(*window, said) for window in windows), "Again in %(wait)s.", counted_as)}


def passes(table, times=100, identity="member:1"):
    """How many of so many calls passed, and the last refusal."""
    count, refusal = 0, None
    for _time in range(times):
        try:
            check("act", identity=identity, limits=table)
            count += 1
        except RateLimited as error:
            refusal = error
    return count, refusal


@pytest.fixture(params=["redis", "postgresql"])
def store(request, db):
    if request.param == "postgresql":
        request.getfixturevalue("no_redis")
    return request.param


def test_two_hundred_threads_get_exactly_the_limit_from_redis(private_redis):
    plain_redis().config_set("maxclients", 1000)
    assert count_passes("vote_trusted", 200, 200) == 10


@pytest.mark.django_db(transaction=True)
def test_two_hundred_calls_in_threads_get_exactly_the_limit_from_postgresql(no_redis):
    assert count_passes("vote_trusted", 200, 40) == 10


@pytest.mark.parametrize("action", LIMITS)
def test_each_row_lets_its_tightest_window_through_and_says_when_to_return(store, action):
    limit = LIMITS[action]
    if store == "postgresql" and limit.needs_redis:
        pytest.skip("counts in Redis only")
    tightest = min(window.passes for window in limit.windows)
    with clock.frozen_at(clock.now()):
        for _time in range(tightest):
            check(action, identity="member:1")
        with pytest.raises(RateLimited) as refusal:
            check(action, identity="member:1")
    assert refusal.value.action == action
    assert refusal.value.sentence.endswith(".")
    assert "%" not in refusal.value.sentence
    assert 1 <= refusal.value.retry_after_seconds <= max(window.period for window in limit.windows).total_seconds()


@pytest.mark.parametrize("action", [action for action, limit in LIMITS.items() if limit.needs_redis])
def test_reading_is_not_limited_without_redis(no_redis, django_assert_num_queries, db, action):
    with django_assert_num_queries(0):
        for _time in range(700):
            check(action, identity="member:1")


def test_the_sentence_tells_what_was_used_up_and_when_it_returns(store):
    for hours in range(5, 0, -1):
        with clock.moved(-timedelta(hours=4 * hours)):
            check("ask", identity="member:1")
    with pytest.raises(RateLimited) as refusal:
        check("ask", identity="member:1")
    assert refusal.value.sentence == "You have asked 5 questions today. You can ask again in 4 hours."
    assert timedelta(hours=3.9) < refusal.value.retry_after <= timedelta(hours=4)


def test_identities_do_not_share(store):
    table = limited((2, MINUTE))
    assert passes(table, identity="member:1")[0] == 2
    assert passes(table, identity="member:2")[0] == 2


def test_all_windows_must_let_a_call_through(store):
    table = limited((2, MINUTE), (3, DAY))
    assert passes(table)[0] == 2
    with clock.moved(MINUTE):
        count, refusal = passes(table)
    assert count == 1
    assert refusal.retry_after > timedelta(hours=23)


def test_a_refused_call_counts_in_no_window(store):
    table = limited((1, MINUTE), (3, DAY))
    assert passes(table, times=50)[0] == 1
    for minutes in (1, 2):
        with clock.moved(minutes * MINUTE):
            assert passes(table)[0] == 1


def test_the_window_slides(store):
    table = limited((2, MINUTE))
    passes(table, times=1)
    with clock.moved(timedelta(seconds=40)):
        assert passes(table)[0] == 1
    with clock.moved(timedelta(seconds=61)):
        assert passes(table)[0] == 1
    with clock.moved(timedelta(seconds=101)):
        assert passes(table)[0] == 1


def test_a_clock_that_was_set_back_locks_nobody_out_for_longer_than_the_period(store):
    table = limited((1, MINUTE))
    with clock.moved(DAY):
        passes(table, times=1)
    _count, refusal = passes(table, times=1)
    assert refusal.retry_after <= MINUTE


def test_who_becomes_trusted_keeps_what_they_used(store):
    for _time in range(5):
        check("ask", identity="member:1")
    for _time in range(15):
        check("ask_trusted", identity="member:1")
    with pytest.raises(RateLimited):
        check("ask_trusted", identity="member:1")


def test_a_company_may_have_rows_of_its_own(store):
    own = {"ask": limited((1, DAY))["act"]}
    check("ask", identity="member:1", limits=own)
    with pytest.raises(RateLimited):
        check("ask", identity="member:1", limits=own)
    check("edit", identity="member:1", limits=own)


def test_a_pass_can_be_given_back(store):
    table = limited((2, MINUTE), (5, DAY))
    assert passes(table)[0] == 2
    give_back("act", identity="member:1", limits=table)
    assert passes(table)[0] == 1


def test_giving_back_what_was_never_taken_changes_nothing(store):
    table = limited((2, MINUTE))
    give_back("act", identity="member:1", limits=table)
    assert passes(table)[0] == 2


def test_an_unknown_action_is_a_mistake():
    with pytest.raises(KeyError):
        check("fly", identity="member:1")


def test_keys_name_nobody(private_redis):
    check("login", identity="address:192.0.2.1")
    keys = b" ".join(plain_redis().keys())
    assert b"192.0.2.1" not in keys
    assert b"login" in keys


def test_keys_leave_redis_with_their_window(private_redis):
    check("answer", identity="member:1")
    assert sorted(plain_redis().ttl(key) for key in plain_redis().scan_iter()) == [60, 86400]


def test_a_redis_without_memory_counts_in_postgresql(private_redis, db):
    plain_redis().config_set("maxmemory", 1)
    assert passes(limited((2, MINUTE)))[0] == 2
    assert RateWindow.objects.count() == 1


def test_a_redis_that_forgot_the_script_learns_it_again(private_redis):
    table = limited((2, MINUTE))
    passes(table, times=1)
    plain_redis().script_flush()
    assert passes(table)[0] == 1


@pytest.mark.django_db
def test_rows_last_as_long_as_their_window(no_redis):
    check("answer", identity="member:1")
    left = sorted((row.expires_at - clock.now()).total_seconds() for row in RateWindow.objects.all())
    assert left == pytest.approx([60, 86400], abs=5)
