from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Company
from community import clock
from community.insights.expectation.actions import compute
from community.insights.expectation.actions.compute import compute_expected_times
from community.insights.expectation.blocks import BLOCKS, block_of, blocks_within
from community.insights.expectation.models import ExpectedTime
from community.insights.expectation.queries.said import expected_at
from community.insights.expectation.tasks import compute as compute_all
from tests import factories

MINUTE = timedelta(minutes=1)


def in_general(company, language="en", topic=None):
    return expected_at(company, clock.now(), language=language, topic=topic)


def test_what_is_expected_now_is_found_in_one_query(cast, past, sims, django_assert_num_queries):
    past(150, 10 * MINUTE, 12 * MINUTE, topic=sims)
    compute_expected_times(cast.acme)
    with django_assert_num_queries(1):
        found = expected_at(cast.acme, clock.now(), language="en", topic=sims.pk)
    assert (found.topic_id, found.p50, found.p80) == (sims.pk, 10 * MINUTE, 12 * MINUTE)
    assert (found.definition, found.version) == ("expected_answer", 1)
    assert in_general(cast.acme).topic_id is None


def test_fewer_than_thirty_answers_say_not_enough_data(cast, past):
    past(29, 10 * MINUTE)
    compute_expected_times(cast.acme)
    found = in_general(cast.acme)
    assert not found.is_enough and found.p50 is None and found.events == 29


def test_a_company_in_which_nobody_asked_says_not_enough_data(cast):
    compute_expected_times(cast.acme)
    assert not in_general(cast.acme).is_enough


def test_what_is_in_no_figure_is_not_in_this_one(cast, past):
    past(100, 10 * MINUTE)
    past(100, timedelta(days=2), exclusion="hidden")
    past(100, timedelta(days=2), episode=2)
    compute_expected_times(cast.acme)
    assert (in_general(cast.acme).n, in_general(cast.acme).p80) == (100, 10 * MINUTE)


def test_other_companies_and_other_languages_are_none_of_its_business(cast, past):
    past(100, 10 * MINUTE)
    compute_expected_times(cast.acme)
    compute_expected_times(cast.bolt)
    assert not in_general(cast.bolt).is_enough
    assert in_general(cast.acme, language="de") is None


def test_a_topic_of_another_company_gives_the_community_in_general(cast, past):
    past(100, 10 * MINUTE)
    compute_expected_times(cast.acme)
    compute_expected_times(cast.bolt)
    assert in_general(cast.acme, topic=factories.topic_of(cast.bolt).pk).topic_id is None


def test_the_topic_is_the_one_that_askers_chose(cast, past, sims):
    """Whoever asks now has chosen a topic; whether a moderator will move the question is not known."""
    past(100, 10 * MINUTE, topic=sims, topic_id=factories.topic_of(cast.acme).pk)
    compute_expected_times(cast.acme)
    assert in_general(cast.acme, topic=sims.pk).n == 100


def test_figures_that_are_a_day_old_are_not_shown(cast, past):
    past(100, 10 * MINUTE)
    compute_expected_times(cast.acme)
    with clock.moved(timedelta(hours=23, minutes=59)):
        assert in_general(cast.acme) is not None
    with clock.moved(timedelta(hours=24)):
        assert in_general(cast.acme) is None


def test_earlier_figures_are_deleted_when_nobody_can_ask_for_them(cast, past):
    past(100, 10 * MINUTE)
    compute_expected_times(cast.acme)
    before = set(ExpectedTime.objects.values_list("pk", flat=True))
    with clock.moved(timedelta(hours=1)):
        compute_expected_times(cast.acme)
        assert before < set(ExpectedTime.objects.values_list("pk", flat=True))
    with clock.moved(timedelta(hours=49)):
        compute_expected_times(cast.acme)
        assert not before & set(ExpectedTime.objects.values_list("pk", flat=True))


def test_the_number_of_queries_does_not_grow(cast, past, sims, django_assert_num_queries):
    past(40, 10 * MINUTE, topic=sims)
    with django_assert_num_queries(7):
        compute_expected_times(cast.acme)
    past(90, 10 * MINUTE)
    with django_assert_num_queries(7):
        compute_expected_times(cast.acme)


def test_a_company_that_fails_keeps_no_other_waiting(cast, past, monkeypatch, caplog):
    past(100, 10 * MINUTE)
    real = compute.watched_questions

    def fail_for_bolt(company: Company, now: datetime) -> object:
        if company == cast.bolt:
            raise RuntimeError("no clocks today")
        return real(company, now)

    monkeypatch.setattr(compute, "watched_questions", fail_for_bolt)
    Company.objects.filter(pk=cast.acme.pk).update(slug="zz-acme")
    assert compute_all() > 0
    assert in_general(cast.acme).is_enough and "could not be computed" in caplog.text


def test_archived_companies_are_left_alone(cast):
    Company.objects.update(is_open=False)
    assert compute_all() == 0


@pytest.mark.parametrize(
    ("moment", "zone", "block"),
    [
        (datetime(2026, 11, 16, 0, 0, tzinfo=UTC), "UTC", 0),
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), "UTC", 27),
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), "Europe/Berlin", 0),
        (datetime(2026, 11, 18, 12, 0, tzinfo=UTC), "America/New_York", 9),
    ],
)
def test_parts_of_the_week_are_those_of_the_company(moment, zone, block):
    assert block_of(moment, ZoneInfo(zone)) == block


@pytest.mark.parametrize("day", [datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 10, 24, 22, 30, tzinfo=UTC)])
def test_the_next_day_is_covered_when_the_clocks_change(day):
    zone = ZoneInfo("Europe/Berlin")
    needed = {block_of(day + timedelta(minutes=minute), zone) for minute in range(24 * 60)}
    assert needed <= blocks_within(day, timedelta(hours=24), zone) <= set(range(BLOCKS))
