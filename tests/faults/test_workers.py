"""Workers are killed, Redis forgets everything: what follows from an event still happens, once."""

from __future__ import annotations

import pytest
import redis

from community.events.models import Delivery
from community.notifications.models import Notification
from tests import factories
from tests.faults.conftest import until

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]


def all_done() -> bool:
    return not Delivery.objects.open().exists()


def ask_and_answer(cast, times: int) -> None:
    for _number in range(times):
        factories.answer(cast.bob, factories.ask(cast.alice))


def test_a_real_worker_applies_what_is_open(cast, processes):
    processes.worker()
    ask_and_answer(cast, 3)
    until(all_done)
    assert Notification.objects.filter(recipient=cast.alice).count() == 3


def test_workers_killed_again_and_again_lose_and_double_nothing(cast, processes):
    worker = processes.worker()
    for _round in range(4):
        ask_and_answer(cast, 5)
        processes.kill(worker)
        worker = processes.worker()
    until(all_done)
    assert Notification.objects.filter(recipient=cast.alice).count() == 20
    assert not Delivery.objects.exclude(state="done").exists()


def test_a_flushed_redis_loses_no_effect(cast, processes, broken_redis):
    ask_and_answer(cast, 5)
    redis.Redis.from_url(broken_redis.url).flushall()
    processes.worker()
    until(all_done)
    assert Notification.objects.filter(recipient=cast.alice).count() == 5


def test_two_workers_share_the_work_without_doubling_it(cast, processes):
    for _each in range(2):
        processes.worker()
    ask_and_answer(cast, 15)
    until(all_done)
    assert Notification.objects.filter(recipient=cast.alice).count() == 15
