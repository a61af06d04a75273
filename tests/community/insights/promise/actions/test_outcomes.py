"""Outcomes follow from clocks and the promise in force at asking, however often they are written."""

from __future__ import annotations

from datetime import timedelta

from community.insights.clocks.models import Clock
from community.insights.promise.actions.outcomes import write_outcomes
from community.insights.promise.models import Outcome
from tests.community.insights.promise.conftest import MINUTE, NOON, answered, promised, settled, ticking


def rows() -> list[tuple[object, ...]]:
    fields = [each.attname for each in Outcome._meta.fields if each.attname != "id"]
    return list(Outcome.objects.order_by("question", "clause").values_list(*fields))


def test_another_promise_never_changes_what_was_settled(cast, promise):
    answered(cast.acme, 20)
    answered(cast.acme, 40)
    now = NOON + timedelta(days=1)
    settled(cast.acme, now)
    before = rows()
    assert [row[8] for row in before] == ["kept", "broken"]
    promised(cast.ada, since=now, answer_within=60, answer_share=99, resolution_within=60, resolution_share=1)
    settled(cast.acme, now + timedelta(days=1))
    assert rows() == before


def test_writing_twice_writes_the_same(cast, promise):
    answered(cast.acme, 20)
    settled(cast.acme, NOON + 25 * MINUTE)
    before = rows()
    settled(cast.acme, NOON + 25 * MINUTE)
    assert rows() == before


def test_an_open_outcome_follows_its_clock(cast, promise):
    clock = ticking(cast.acme)
    settled(cast.acme, NOON)
    clock.first_answer_at = NOON + 5 * MINUTE
    clock.save()
    settled(cast.acme, NOON + 5 * MINUTE)
    assert Outcome.objects.get().state == "kept"
    clock.first_answer_at = None
    clock.save()
    settled(cast.acme, NOON + 31 * MINUTE)
    assert Outcome.objects.get().state == "broken"


def test_questions_from_before_the_promise_and_later_episodes_have_none(cast, promise):
    ticking(cast.acme, promise.valid_from - MINUTE)
    ticking(cast.acme, episode=2)
    settled(cast.acme, NOON)
    assert not Outcome.objects.exists()


def test_many_clocks_cost_no_more_queries_than_one(cast, promise, django_assert_num_queries):
    for _each in range(5):
        ticking(cast.acme)
    clocks = list(Clock.objects.all())
    with django_assert_num_queries(5):
        write_outcomes(clocks, NOON)
