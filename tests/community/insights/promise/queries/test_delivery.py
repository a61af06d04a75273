"""What a promise came to, counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.insights.clocks.queries.population import Population
from community.insights.promise.models import Outcome
from community.insights.promise.queries.delivery import deliveries_of, delivery_of
from community.statistics.shares import wilson_interval
from tests.community.insights.promise.conftest import MINUTE, NOON, answered, promised, settled, ticking


@pytest.fixture
def day(cast) -> Population:
    return Population(company=cast.acme, since=NOON.date(), until=NOON.date())


def test_each_state_is_counted_once(cast, promise, day):
    now = NOON + 40 * MINUTE
    answered(cast.acme, 30)
    answered(cast.acme, 31)
    ticking(cast.acme)
    ticking(cast.acme, now - 25 * MINUTE)
    ticking(cast.acme, now - MINUTE)
    ticking(cast.acme, exclusion="hidden")
    ticking(cast.acme, closed_at=NOON + MINUTE, closing="asker")
    settled(cast.acme, now)
    found = delivery_of(day, now)
    assert (found.kept, found.broken, found.overdue, found.open, found.at_risk) == (1, 2, 0, 2, 1)
    assert found.excluded == {"hidden": 1, "closed_by_asker": 1}
    assert found.total == Outcome.objects.count() == 7


def test_an_open_question_past_its_deadline_is_broken_although_no_job_ran(cast, promise, day):
    ticking(cast.acme)
    settled(cast.acme, NOON)
    assert Outcome.objects.get().state == "open"
    found = delivery_of(day, NOON + 31 * MINUTE)
    assert (found.broken, found.overdue, found.open, found.at_risk) == (1, 1, 0, 0)


def test_fewer_than_thirty_give_no_share(cast, promise, day):
    for _each in range(29):
        answered(cast.acme, 1)
    settled(cast.acme, NOON + MINUTE)
    found = delivery_of(day, NOON + MINUTE)
    assert (found.settled, found.share, found.interval) == (29, None, None)


def test_a_share_comes_with_its_interval(cast, promise, day):
    for minutes in [1] * 24 + [99] * 6:
        answered(cast.acme, minutes)
    now = NOON + timedelta(days=1)
    settled(cast.acme, now)
    found = delivery_of(day, now)
    assert found.share == 0.8
    assert found.interval == wilson_interval(24, 30)


def test_both_clauses_cost_one_query(cast, day, django_assert_num_queries):
    promised(cast.ada, answer_within=600, answer_share=80, resolution_within=3600, resolution_share=70)
    answered(cast.acme, 5)
    now = NOON + 2 * timedelta(hours=1)
    settled(cast.acme, now)
    with django_assert_num_queries(1):
        found = deliveries_of(day, now)
    assert (found["first_answer"].kept, found["resolution"].broken) == (1, 1)


def test_the_topic_and_the_day_choose(cast, promise, day):
    answered(cast.acme, 5, asked_at=NOON - timedelta(days=1))
    settled(cast.acme, NOON)
    assert delivery_of(day, NOON).total == 0


def test_the_other_companys_questions_are_not_counted(cast, day):
    boss = promised_elsewhere(cast)
    answered(boss, 5)
    settled(boss, NOON + MINUTE)
    assert Outcome.objects.count() == 1
    assert delivery_of(day, NOON + MINUTE).total == 0


def promised_elsewhere(cast):
    cast.charlie.role = "admin"
    cast.charlie.save()
    promised(cast.charlie)
    return cast.bolt
