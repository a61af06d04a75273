"""What the log promises to those who follow it."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from community import clock
from community.events import tasks
from community.events.actions import catch_up, redeliver, skip
from community.events.drain import MAX_ATTEMPTS, drain, drain_stream
from community.events.followers import NotYet, follower_named
from community.events.models import Delivery, Event
from community.events.record import record
from community.events.tasks import GRACE, deliver, sweep
from tests.races import race


def lights(lamp_lit, *lamps: int) -> None:
    for lamp in lamps:
        with transaction.atomic():
            record(lamp_lit(lamp))


def leave_mark(event: Event) -> None:
    """An effect in the database that a second application would double."""
    Group.objects.create(name=f"{event.stream}/{event.stream_seq}/{Group.objects.count()}")


def marks() -> list[str]:
    return [name.rpartition("/")[0] for name in Group.objects.order_by("pk").values_list("name", flat=True)]


@pytest.mark.django_db
def test_applies_a_stream_in_order_once(lamp_lit, following):
    seen: list[int] = []
    following("test.lamps", lambda event: seen.append(event.stream_seq))
    lights(lamp_lit, 1, 1, 1)
    assert drain_stream("1", "lamp:1") == 3
    assert drain_stream("1", "lamp:1") == 0
    assert seen == [1, 2, 3]


@pytest.mark.django_db
def test_what_is_awaited_is_served_first_and_mail_last(lamp_lit, following):
    seen: list[str] = []
    following("test.a", lambda event: seen.append("mail"), outside=True)
    following("test.b", lambda event: seen.append("row"))
    following("test.c", lambda event: seen.append("awaited"), first=True)
    lights(lamp_lit, 1)
    assert drain_stream("1", "lamp:1") == 3
    assert seen == ["awaited", "row", "mail"]


@pytest.mark.django_db
def test_a_long_stream_names_its_followers_once(lamp_lit, following):
    for name in ("test.a", "test.b"):
        following(name, lambda _event: 1 / 0)
    lights(lamp_lit, *[1] * 10)
    with CaptureQueriesContext(connection) as asked:
        drain_stream("1", "lamp:1")
    with connection.cursor() as cursor:
        cursor.execute(asked[0]["sql"])
        assert sorted(cursor.fetchall()) == [("test.a",), ("test.b",)]


@pytest.mark.django_db
def test_a_failure_stops_its_stream_and_no_other(lamp_lit, following):
    def react(event: Event) -> None:
        if event.stream == "lamp:1" and event.stream_seq == 2:
            raise RuntimeError("the bulb is broken")
        leave_mark(event)

    following("test.lamps", react)
    lights(lamp_lit, 1, 1, 1, 2)
    deliver([["1", "lamp:1"], ["1", "lamp:2"]])
    assert marks() == ["lamp:1/1", "lamp:2/1"]
    failed = Delivery.objects.get(stream="lamp:1", stream_seq=2)
    assert (failed.attempts, failed.last_error) == (1, "RuntimeError: the bulb is broken")


@pytest.mark.django_db
def test_a_failed_effect_is_rolled_back_with_its_receipt(lamp_lit, following):
    def react(event: Event) -> None:
        leave_mark(event)
        raise RuntimeError

    following("test.lamps", react)
    lights(lamp_lit, 1)
    drain_stream("1", "lamp:1")
    assert (marks(), Delivery.objects.get().state) == ([], "open")


@pytest.mark.django_db
def test_gives_up_after_some_attempts_until_a_person_decides(lamp_lit, following):
    working: list[bool] = []

    def react(event: Event) -> None:
        if not working:
            raise RuntimeError
        leave_mark(event)

    following("test.lamps", react)
    lights(lamp_lit, 1, 1)
    for attempt in range(MAX_ATTEMPTS + 2):
        with clock.moved(timedelta(hours=attempt)):
            drain_stream("1", "lamp:1")
    stuck = Delivery.objects.stuck().get()
    assert stuck.attempts == MAX_ATTEMPTS
    working.append(True)
    assert redeliver(receipts=[stuck.pk]) == 1
    drain_stream("1", "lamp:1")
    assert marks() == ["lamp:1/1", "lamp:1/2"]


@pytest.mark.django_db
def test_a_skipped_receipt_lets_its_stream_go_on(lamp_lit, following):
    following("test.lamps", lambda event: leave_mark(event) if event.stream_seq > 1 else 1 / 0)
    lights(lamp_lit, 1, 1)
    Delivery.objects.filter(stream_seq=1).update(state="stuck")
    assert drain_stream("1", "lamp:1") == 0
    skip(receipts=Delivery.objects.stuck().values_list("pk", flat=True))
    drain_stream("1", "lamp:1")
    assert marks() == ["lamp:1/2"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_apply_an_effect_twice_and_keep_the_order(lamp_lit, following):
    following("test.lamps", leave_mark)
    lights(lamp_lit, *[1] * 20)

    def work(_number: int) -> None:
        while Delivery.objects.open().exists():
            drain("test.lamps", "1", "lamp:1")

    race(6, work)
    assert marks() == [f"lamp:1/{number}" for number in range(1, 21)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_the_middle_of_an_effect_leaves_it_to_the_next(lamp_lit, following):
    """Its connection breaks before the commit, as when the process is killed."""

    def die(event: Event) -> None:
        leave_mark(event)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    following("test.lamps", die)
    lights(lamp_lit, 1)
    outcome = race(1, lambda _number: drain_stream("1", "lamp:1"))
    assert outcome["0"] == 0
    follower = follower_named("test.lamps")
    assert follower is not None
    object.__setattr__(follower, "react", leave_mark)
    assert drain_stream("1", "lamp:1") == 1
    assert marks() == ["lamp:1/1"]


@pytest.mark.django_db(transaction=True)
def test_an_outside_effect_runs_outside_a_transaction_and_one_at_a_time(lamp_lit, following):
    calls: list[tuple[int, bool]] = []
    lock = threading.Lock()

    def send(event: Event) -> None:
        with lock:
            calls.append((event.stream_seq, connection.in_atomic_block))

    following("test.mail", send, outside=True)
    lights(lamp_lit, 1, 1, 1)
    race(4, lambda _number: drain("test.mail", "1", "lamp:1"))
    drain("test.mail", "1", "lamp:1")
    assert calls == [(1, False), (2, False), (3, False)]


@pytest.mark.django_db
def test_the_sweep_finds_what_a_lost_wake_up_left_behind(lamp_lit, following):
    following("test.lamps", leave_mark)
    lights(lamp_lit, 1, 2)
    assert sweep() == 0
    with clock.moved(GRACE + timedelta(seconds=1)):
        assert sweep() == 2
    assert sorted(marks()) == ["lamp:1/1", "lamp:2/1"]


@pytest.mark.django_db
def test_a_follower_added_later_catches_up_with_live_events_once(lamp_lit, following):
    lights(lamp_lit, 1, 1)
    following("test.late", leave_mark)
    follower = follower_named("test.late")
    assert follower is not None
    assert (catch_up(follower=follower), catch_up(follower=follower)) == (2, 0)
    drain_stream("1", "lamp:1")
    assert marks() == ["lamp:1/1", "lamp:1/2"]


@pytest.mark.django_db
def test_receipts_of_a_follower_that_left_the_code_stay_for_a_person(lamp_lit, following):
    following("test.gone", leave_mark)
    lights(lamp_lit, 1)
    Delivery.objects.update(follower="test.nobody")
    assert drain_stream("1", "lamp:1") == 0
    assert Delivery.objects.open().count() == 1


@pytest.mark.django_db
def test_a_reaction_that_waits_for_another_is_no_failure(lamp_lit, following):
    ready: list[bool] = []

    def react(event: Event) -> None:
        if not ready:
            raise NotYet("Something else comes first.")
        leave_mark(event)

    following("test.patient", react)
    lights(lamp_lit, 1)
    for attempt in range(MAX_ATTEMPTS + 2):
        with clock.moved(timedelta(minutes=attempt)):
            drain_stream("1", "lamp:1")
    assert Delivery.objects.get().attempts == 0
    ready.append(True)
    with clock.moved(timedelta(hours=1)):
        drain_stream("1", "lamp:1")
    assert marks() == ["lamp:1/1"]


@pytest.mark.django_db
def test_streams_that_always_fail_keep_no_others_waiting(lamp_lit, following, monkeypatch):
    monkeypatch.setattr(tasks, "SWEEP_LIMIT", 2)

    def react(event: Event) -> None:
        if event.stream != "lamp:9":
            raise RuntimeError
        leave_mark(event)

    following("test.lamps", react)
    lights(lamp_lit, 1, 2, 3, 9)
    for seconds in (5, 10):
        with clock.moved(timedelta(seconds=seconds)):
            sweep()
    assert marks() == ["lamp:9/1"]


@pytest.mark.django_db
def test_a_sweep_passes_over_what_no_sweep_can_apply(lamp_lit, following, monkeypatch):
    monkeypatch.setattr(tasks, "SWEEP_LIMIT", 1)
    following("test.lamps", leave_mark)
    lights(lamp_lit, 1, 1, 2, 3)
    Delivery.objects.filter(stream="lamp:1", stream_seq=1).update(state="stuck")
    Delivery.objects.filter(stream="lamp:2").update(follower="test.nobody")
    with clock.moved(timedelta(minutes=1)):
        assert sweep() == 1
    assert marks() == ["lamp:3/1"]


@pytest.mark.django_db(transaction=True)
def test_a_stream_that_breaks_the_connection_holds_up_no_other(lamp_lit, following):
    def react(event: Event) -> None:
        if event.stream == "lamp:1":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        leave_mark(event)

    following("test.lamps", react)
    lights(lamp_lit, 1, 2)
    assert race(1, lambda _number: deliver([["1", "lamp:1"], ["1", "lamp:2"]])) == {"1": 1}
    assert marks() == ["lamp:2/1"]


@pytest.mark.django_db
def test_an_error_that_no_database_holds_is_kept_readable(lamp_lit, following, caplog):
    # What is logged is carried between the processes of a test run, which half a character would break off.
    caplog.set_level(logging.CRITICAL, logger="community.events.drain")

    def react(event: Event) -> None:
        raise RuntimeError("bad \0 and \ud800")

    following("test.lamps", react)
    lights(lamp_lit, 1)
    drain_stream("1", "lamp:1")
    assert Delivery.objects.get().last_error == "RuntimeError: bad  and ?"
