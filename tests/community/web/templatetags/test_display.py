from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from community import clock
from community.web.templatetags.display import moment, waiting

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_moment_is_written_in_utc_whatever_zone_it_came_in():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5)))
    assert moment(elsewhere) == (
        '<time datetime="2026-03-01T12:00:00Z" data-local="moment">1 Mar 2026, 12:00 UTC</time>'
    )


def test_no_moment_is_nothing():
    assert moment(None) == ""


def test_waiting_counts_while_a_count_says_something():
    with clock.frozen_at(NOON):
        assert waiting(NOON - timedelta(minutes=6)) == (
            'waiting <b><time datetime="2026-03-01T11:54:00Z" data-local="span">6 min</time></b>'
        )


def test_waiting_for_months_names_the_day():
    with clock.frozen_at(NOON):
        assert waiting(NOON - timedelta(days=400)).startswith("waiting since <time")
        assert ">25 Jan 2025</time>" in waiting(NOON - timedelta(days=400))
