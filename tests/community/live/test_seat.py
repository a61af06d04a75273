import asyncio

import pytest

from accounts.models import Company
from accounts.reader import Reader
from community.live.seat import MOST_WAITING, Seat


@pytest.fixture
def seat():
    return Seat(Reader(company=Company(pk=1)), address="192.0.2.1", session_key="")


async def test_frames_come_out_in_order(seat):
    seat.offer("one")
    seat.offer("two")
    assert [await seat.next_frame(), await seat.next_frame()] == ["one", "two"]


async def test_a_page_that_reads_too_slowly_is_sent_away(seat):
    for number in range(MOST_WAITING):
        seat.offer(str(number))
    assert seat.code is None
    seat.offer("one too many")
    assert (seat.code, await seat.next_frame()) == (1013, None)


async def test_the_first_code_stays(seat):
    seat.end(4401)
    seat.end(1013)
    assert seat.code == 4401


async def test_waiting_ends_with_the_next_frame(seat):
    waiting = asyncio.create_task(seat.next_frame())
    await asyncio.sleep(0)
    seat.offer("here")
    assert await waiting == "here"


async def test_a_version_is_told_once_and_never_an_older_one(seat):
    key = ("1", "question:7")
    seat.watched[key] = 3
    for version in (2, 3, 5, 4, 5):
        seat.hear(key, version, f"version {version}")
    seat.offer("the end")
    assert [await seat.next_frame(), await seat.next_frame()] == ["version 5", "the end"]


async def test_an_unread_count_is_told_when_it_differs(seat):
    for count in (2, 2, 3):
        seat.count(count)
    assert [await seat.next_frame(), await seat.next_frame()] == [
        '{"type": "unread", "count": 2}',
        '{"type": "unread", "count": 3}',
    ]
