"""n and v from lessons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.events.models import Event
from community.personalization.accountability.actions.roll_up import roll_up
from community.personalization.accountability.models import Velocity
from community.personalization.accountability.queries.velocity import pace_of, trend_of
from community.personalization.memory.models import Lesson
from tests.community.personalization.accountability.conftest import DAY, ago


def lesson(company, number, *, before=timedelta(hours=5), after=None, source="live", skipped=""):
    """Write an event of so long ago that had an effect so many seconds later, or none yet."""
    now = clock.now()
    at = now - before
    event = Event.objects.create(
        company=company.key, stream=f"question:{number}", stream_seq=1, type="question.asked", payload={}, source=source,
        occurred_at=at, recorded_at=at,
    )  # fmt: skip
    done = None if after is None else at + timedelta(seconds=after)
    return Lesson.objects.create(
        company=company, event=event, queued_at=at, position=number if done and not skipped else None, skipped=skipped,
        applied_at=done, effect_at=None if skipped else done,
    )  # fmt: skip


def test_n_and_l_are_of_live_lessons_with_an_effect_in_28_days(cast):
    for number, seconds in enumerate([2, 4, 60], start=1):
        lesson(cast.acme, number, after=seconds)
    lesson(cast.acme, 10, after=9, before=29 * DAY)
    lesson(cast.acme, 11, after=9, source="import")
    lesson(cast.acme, 12, after=9, skipped="consent")
    lesson(cast.bolt, 13, after=9)
    pace = pace_of(cast.acme, clock.now())
    assert (pace.n, pace.waiting, pace.median_seconds) == (3, 0, 4.0)
    assert pace.p95_seconds == pytest.approx(54.4)


def test_nothing_is_no_data_and_not_infinite(cast):
    stored = roll_up(cast.acme)
    assert (stored.n, stored.median_seconds, stored.v, stored.p) == (0, None, None, None)


def test_a_second_is_the_least(cast):
    lesson(cast.acme, 1, after=0.008)
    stored = roll_up(cast.acme)
    assert (stored.median_seconds, stored.v, stored.p) == (1.0, 60.0, 3600.0)


def test_stopping_the_workers_makes_v_fall_within_one_roll_up(cast):
    for number in range(1, 40):
        lesson(cast.acme, number, after=0.1)
    before = roll_up(cast.acme)
    lesson(cast.acme, 50, before=timedelta(minutes=30))
    with clock.moved(timedelta(minutes=20)):
        after = roll_up(cast.acme)
    assert before.v == 60.0 and after.waiting == 1
    assert after.v == pytest.approx(60.0 / 3000, rel=0.01)


def test_p_is_an_index_with_the_first_full_month_as_a_hundred(cast, django_assert_max_num_queries):
    def rolled(days, n, median):
        at = clock.now() - days * DAY
        return Velocity.objects.create(
            company=cast.acme, at=at, definition_version=1, n=n, waiting=0, median_seconds=median, p95_seconds=median
        )

    for days, n, median in ((60, 5, 60), (32, 100, 60), (15, 200, 60), (0, 200, 30)):
        rolled(days, n, median)
    with django_assert_max_num_queries(3):
        trend = trend_of(cast.acme, clock.now())
    assert [week.index for week in trend.weeks] == pytest.approx([5, 100, 200, 800])
    assert trend.index == pytest.approx(800) and trend.newest.median_seconds == 30


def test_the_page_shows_the_parts_and_a_second_roll_up_in_an_hour_writes_over_the_first(cast, browser_of):
    with ago(7):
        lesson(cast.acme, 1, after=2)
        roll_up(cast.acme)
    roll_up(cast.acme)
    roll_up(cast.acme)
    assert Velocity.objects.filter(company=cast.acme).count() == 2
    page = browser_of(cast.alice).get("/c/acme/learning/").content.decode()
    assert "half within 2 s, 95 % within 2 s" in page and page.count('<svg class="chart"') == 2
    empty = browser_of(cast.charlie).get("/c/bolt/learning/").content.decode()
    assert "no data" in empty and '<svg class="chart"' not in empty


@pytest.mark.parametrize("first", [60, 400], ids=["in the picture", "before the picture"])
def test_the_page_opens_when_learning_has_stood_still_for_hours(cast, browser_of, first):
    for days, median in ((first, 1), (first - 28, 1), (0, 6 * 3600)):
        Velocity.objects.create(
            company=cast.acme, at=clock.now() - days * DAY, definition_version=1, n=20, waiting=9, median_seconds=median,
            p95_seconds=median,
        )  # fmt: skip
    page = browser_of(cast.alice).get("/c/acme/learning/")
    assert page.status_code == 200 and "P by week" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"median_seconds": 0.5, "p95_seconds": 1}, "nothing_has_no_velocity"),
        ({"median_seconds": None, "p95_seconds": None}, "nothing_has_no_velocity"),
        ({"median_seconds": 2, "p95_seconds": None}, "nothing_has_no_velocity"),
        ({"definition_version": 0}, "velocity_has_a_definition"),
    ],
)
def test_the_database_refuses_speed_of_nothing(cast, fields, name):
    whole = {"at": clock.now(), "definition_version": 1, "n": 3, "waiting": 0, "median_seconds": 2, "p95_seconds": 3}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Velocity.objects.create(company=cast.acme, **{**whole, **fields})
    assert name in str(error.value)


def test_an_hour_has_one_roll_up(cast):
    stored = roll_up(cast.acme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Velocity.objects.create(company=cast.acme, at=stored.at, definition_version=1, n=0, waiting=0)


def test_the_page_says_once_that_there_is_no_data_and_names_no_day_to_come(cast, browser_of):
    roll_up(cast.acme)
    browser = browser_of(cast.alice)
    page = browser.get("/c/acme/learning/").content.decode()
    assert "half within" not in page and "The first full month will be 100" in page
    lesson(cast.acme, 1, after=4)
    roll_up(cast.acme)
    page = browser.get("/c/acme/learning/").content.decode()
    assert "half within" in page and "100 stands for" not in page
    with clock.moved(29 * DAY):
        roll_up(cast.acme)
        assert "100 stands for" in browser.get("/c/acme/learning/").content.decode()
