import threading
import time

import pytest
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from community.web.breaker import CircuitBreaker, RedisAway, redis_breaker
from community.web.redis import plain_redis


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch():
    return Stopwatch()


@pytest.fixture
def breaker(watch):
    return CircuitBreaker(elapsed=watch)


def fail(error=RedisConnectionError):
    raise error("away")


def break_it(breaker, times=3):
    for _time in range(times):
        breaker.call(fail, default=None)


def test_passes_arguments_and_result_through(breaker):
    assert breaker.call(int, "12", base=8) == 10


def test_a_failure_gives_the_default(breaker):
    assert breaker.call(fail, default="nothing") == "nothing"


def test_a_failure_without_a_default_raises(breaker):
    with pytest.raises(RedisAway):
        breaker.call(fail)


def test_three_failures_in_a_row_open_it(breaker):
    break_it(breaker, 2)
    assert not breaker.is_open
    break_it(breaker, 1)
    assert breaker.is_open


def test_a_success_starts_the_count_anew(breaker):
    break_it(breaker, 2)
    breaker.call(int)
    break_it(breaker, 2)
    assert not breaker.is_open


def test_an_open_breaker_calls_nothing(breaker):
    break_it(breaker)
    calls = []
    assert breaker.call(calls.append, 1, default="refused") == "refused"
    with pytest.raises(RedisAway):
        breaker.call(calls.append, 1)
    assert calls == []


def test_after_a_rest_a_successful_probe_closes_it(breaker, watch):
    break_it(breaker)
    watch.seconds = 5.0
    assert breaker.call(int, "7", default=None) == 7
    assert not breaker.is_open


def test_a_failed_probe_keeps_it_open_for_another_rest(breaker, watch):
    break_it(breaker)
    watch.seconds = 5.0
    break_it(breaker, 1)
    watch.seconds = 9.9
    assert breaker.call(int, "7", default=None) is None
    watch.seconds = 10.0
    assert breaker.call(int, "7", default=None) == 7


def test_only_one_thread_probes(breaker, watch):
    break_it(breaker)
    watch.seconds = 5.0
    probing, finish = threading.Event(), threading.Event()

    def probe():
        probing.set()
        finish.wait(5)

    thread = threading.Thread(target=breaker.call, args=(probe,))
    thread.start()
    probing.wait(5)
    assert breaker.call(int, "7", default="refused") == "refused"
    finish.set()
    thread.join()
    assert breaker.call(int, "7") == 7


def test_an_error_of_the_caller_is_raised_and_says_nothing_about_redis(breaker):
    for _time in range(5):
        with pytest.raises(ZeroDivisionError):
            breaker.call(lambda: 1 / 0, default=None)
    assert not breaker.is_open


def test_a_probe_that_tells_nothing_lets_the_next_one_probe(breaker, watch):
    break_it(breaker)
    watch.seconds = 5.0
    with pytest.raises(ZeroDivisionError):
        breaker.call(lambda: 1 / 0, default=None)
    assert breaker.is_open
    assert breaker.call(int, "7", default=None) == 7


def test_a_refused_command_gives_the_default_but_redis_is_not_away(breaker):
    for _time in range(5):
        assert breaker.call(fail, ResponseError, default="default") == "default"
    assert not breaker.is_open


@pytest.mark.parametrize("error", [BrokerAway, ConnectionRefusedError, TimeoutError])
def test_a_broker_that_is_away_counts(breaker, error):
    for _time in range(3):
        breaker.call(fail, error, default=None)
    assert breaker.is_open


def test_many_calls_to_a_hung_redis_wait_a_third_of_a_second_together(private_redis, impatient):
    plain_redis().ping()
    private_redis.hang()
    start = time.monotonic()
    for _call in range(50):
        assert redis_breaker.call(plain_redis().get, "key", default="miss") == "miss"
    assert time.monotonic() - start < 2.0  # five seconds without the breaker; a third of one on an idle machine


def test_a_hung_redis_that_nobody_was_connected_to_is_noticed_too(private_redis, impatient):
    private_redis.hang()
    start = time.monotonic()
    for _call in range(50):
        redis_breaker.call(plain_redis().get, "key", default=None)
    assert time.monotonic() - start < 2.0  # five seconds without the breaker; a third of one on an idle machine


def test_threads_share_the_breaker_of_a_hung_redis(private_redis, impatient):
    private_redis.hang()
    start = time.monotonic()
    threads = [
        threading.Thread(target=lambda: [redis_breaker.call(plain_redis().ping, default=None) for _call in range(50)])
        for _thread in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert redis_breaker.is_open
    assert time.monotonic() - start < 2.0


def test_a_redis_that_wakes_up_is_used_again(private_redis, impatient):
    breaker = CircuitBreaker(rest=0.05)
    private_redis.hang()
    for _call in range(3):
        breaker.call(plain_redis().ping, default=None)
    assert breaker.is_open
    private_redis.wake_up()
    time.sleep(0.06)
    assert breaker.call(plain_redis().ping) is True


def test_a_breaker_that_is_held_open_refuses_everything_until_it_is_let_go(breaker, watch):
    with pytest.raises(KeyError), breaker.held_open():
        watch.seconds += 1000
        assert breaker.call(lambda: "an answer", default="nothing") == "nothing"
        raise KeyError
    assert not breaker.is_open
    assert breaker.call(lambda: "an answer", default="nothing") == "an answer"
