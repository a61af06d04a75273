from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from community import clock
from community.web.templatetags.display import day, moment, waiting

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_moment_is_written_in_utc_whatever_zone_it_came_in():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5)))
    assert moment(elsewhere) == (
        '<time datetime="2026-03-01T12:00:00Z" data-local="moment">1 Mar 2026, 12:00 UTC</time>'
    )


def test_no_moment_is_nothing():
    assert moment(None) == ""


def test_a_day_is_written_alike_everywhere():
    assert day(NOON) == '<time datetime="2026-03-01T12:00:00Z" data-local="day">1 Mar 2026</time>'


def test_waiting_counts_while_a_count_says_something():
    with clock.frozen_at(NOON):
        assert waiting(NOON - timedelta(minutes=6)) == (
            '<time datetime="2026-03-01T11:54:00Z" data-local="waiting">waiting <b>6 min</b></time>'
        )


@pytest.mark.parametrize("seconds", [-5, 0, 59])
def test_nobody_waits_for_seconds(seconds):
    with clock.frozen_at(NOON):
        assert waiting(NOON - timedelta(seconds=seconds)).endswith(' data-local="waiting">just asked</time>')


def test_waiting_for_months_names_the_day():
    with clock.frozen_at(NOON):
        assert waiting(NOON - timedelta(days=400)).startswith("waiting since <time")
        assert ">25 Jan 2025</time>" in waiting(NOON - timedelta(days=400))
