"""What the log promises to those who write to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from community.events.models import Delivery, Event
from community.events.record import NoTransaction, PastEvent, record, record_past, version_of
from tests.races import race


@pytest.mark.django_db(transaction=True)
def test_refuses_to_write_outside_a_transaction(lamp_lit):
    with pytest.raises(NoTransaction):
        record(lamp_lit())
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_neither_event_nor_receipt_nor_number(lamp_lit, following):
    following("test.lamps", lambda event: None)
    with pytest.raises(RuntimeError), transaction.atomic():
        record(lamp_lit())
        raise RuntimeError
    assert (Event.objects.count(), Delivery.objects.count(), version_of("1", "lamp:1")) == (0, 0, 0)


@pytest.mark.django_db
def test_writes_one_receipt_for_each_follower(lamp_lit, following):
    following("test.a", lambda event: None)
    following("test.b", lambda event: None)
    event = record(lamp_lit())
    assert list(event.deliveries.order_by("follower").values_list("follower", "state")) == [
        ("test.a", "open"),
        ("test.b", "open"),
    ]


@pytest.mark.django_db
def test_numbers_each_stream_from_one(lamp_lit):
    numbers = [record(lamp_lit(lamp)).stream_seq for lamp in (1, 1, 2, 1)]
    assert numbers == [1, 2, 1, 3]


@pytest.mark.django_db(transaction=True)
def test_numbers_are_complete_under_simultaneous_writers(lamp_lit):
    def light(_number: int) -> None:
        with transaction.atomic():
            record(lamp_lit())

    race(8, light)
    assert list(Event.objects.in_stream("1", "lamp:1").values_list("stream_seq", flat=True)) == list(range(1, 9))


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE events_event SET type = 'x'", "DELETE FROM events_event"])
def test_the_database_refuses_to_change_what_happened(lamp_lit, statement):
    record(lamp_lit())
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().type == "lamp.lit"


@pytest.mark.django_db
def test_past_events_keep_their_time_and_reach_no_follower(lamp_lit, following):
    following("test.lamps", lambda event: None)
    then = datetime(2014, 1, 2, tzinfo=UTC)
    past = [PastEvent(happened=lamp_lit(), occurred_at=then, time_quality="day") for _ in range(3)]
    assert record_past(past, source="import") == 3
    assert not Delivery.objects.exists()
    assert set(Event.objects.values_list("occurred_at", "source", "time_quality")) == {(then, "import", "day")}
    assert record(lamp_lit()).stream_seq == 4


@pytest.mark.django_db
def test_live_events_cannot_be_smuggled_in_as_past_ones(lamp_lit):
    with pytest.raises(ValueError, match="one by one"):
        record_past([PastEvent(happened=lamp_lit(), occurred_at=datetime.now(UTC))], source="live")
