from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.events.models import Delivery
from community.events.record import PastEvent, record_past
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.insights.expectation.actions.compute import compute_expected_times
from community.insights.expectation.actions.tell import keep_what_was_said
from community.insights.expectation.models import Expectation, ExpectedTime
from community.insights.expectation.queries.said import said_about
from community.questions.events import QuestionAsked
from tests import factories

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def computed(cast, past):
    past(100, 10 * MINUTE, 20 * MINUTE)
    compute_expected_times(cast.acme)


def test_who_asks_is_told_and_it_is_kept(cast, computed, deliver_all):
    question = factories.ask(cast.alice)
    deliver_all()
    said = Expectation.objects.get()
    expected = ExpectedTime.objects.filter(topic=question.topic_id).first()
    assert said.pk == question.pk and said.asked_at - question.asked_at < timedelta(seconds=1)
    assert (said.p50, said.p80, said.n, said.events) == (10 * MINUTE, 20 * MINUTE, 100, 100)
    assert (said.as_of, said.definition, said.version) == (expected.as_of, "expected_answer", 1)


def test_what_was_in_force_at_asking_is_kept_also_when_the_follower_comes_late(cast, computed, past, deliver_all):
    factories.ask(cast.alice)
    with clock.moved(3 * HOUR):
        past(100, 5 * HOUR)
        compute_expected_times(cast.acme)
        deliver_all()
    assert Expectation.objects.get().p80 == 20 * MINUTE


def test_computing_again_changes_nothing_that_was_said(cast, computed, past, deliver_all):
    question = factories.ask(cast.alice)
    deliver_all()
    past(100, 5 * HOUR)
    compute_expected_times(cast.acme)
    told_again = {"company": cast.acme, "topic": question.topic_id, "language": "en", "asked_at": clock.now()}
    keep_what_was_said(question=question.pk, **told_again)
    assert Expectation.objects.get().p80 == 20 * MINUTE


def test_a_rebuild_leaves_what_was_said_alone(said, cast):
    before = _copy(said)
    assert rebuild_insights(cast.acme)["clocks"] == 1
    assert _copy(Expectation.objects.get()) == before


def test_not_enough_data_is_kept_too(cast, deliver_all):
    compute_expected_times(cast.acme)
    factories.ask(cast.alice)
    deliver_all()
    assert (Expectation.objects.get().p50, Expectation.objects.get().is_enough) == (None, False)


def test_where_nothing_was_computed_nothing_was_said(cast, deliver_all):
    factories.ask(cast.alice)
    deliver_all()
    assert not Expectation.objects.exists()


def test_what_was_said_is_known_before_the_follower_has_run(cast, computed, deliver_all, django_assert_num_queries):
    question = factories.ask(cast.alice)
    with django_assert_num_queries(1):
        before = said_about(question, cast.acme)
    deliver_all()
    with django_assert_num_queries(1):
        after = said_about(question, cast.acme)
    assert (before.p50, before.p80, before.n, before.as_of) == (after.p50, after.p80, after.n, after.as_of)
    assert after.p80 == 20 * MINUTE


@pytest.fixture
def said(cast, computed, deliver_all):
    factories.ask(cast.alice)
    deliver_all()
    return Expectation.objects.get()


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_what_was_said_cannot_be_changed(said):
    with refused("what was said is kept as it was"):
        Expectation.objects.filter(pk=said.pk).update(p80=HOUR)


def test_once_for_each_question(said):
    with refused("expectation_expectation_pkey"), transaction.atomic():
        Expectation.objects.create(**_copy(said))


def test_only_in_the_company_of_the_question(cast, said):
    question = factories.ask(cast.charlie)
    with refused("stays in the company of its question"):
        Expectation.objects.create(**{**_copy(said), "question_id": question.pk})


def test_nothing_that_came_later_was_said(cast, said):
    question = factories.ask(cast.alice)
    with refused("said_what_was_known_at_asking"):
        Expectation.objects.create(
            **{**_copy(said), "question_id": question.pk, "asked_at": said.as_of - timedelta(seconds=1)}
        )


def test_too_few_answers_say_nothing(cast, said):
    question = factories.ask(cast.alice)
    with refused("nothing_said_from_too_few"):
        Expectation.objects.create(**{**_copy(said), "question_id": question.pk, "events": 29})


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, "one_expected_time"),
        ({"block": 28}, "expected_in_a_part_of_the_week"),
        ({"events": 29}, "too_few_answers_promise_nothing"),
        ({"p50": HOUR, "p80": MINUTE}, "expected_times_in_order"),
        ({"p50": None}, "expected_times_in_order"),
        ({"n": 30, "events": 31}, "expected_from_no_more_answers_than_asked"),
    ],
)
def test_the_database_refuses_figures_that_cannot_be(cast, computed, change, name):
    row = ExpectedTime.objects.filter(topic__isnull=True, p80__isnull=False).first()
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    with refused(name):
        ExpectedTime.objects.create(**{**fields, **change})


def _copy(row: Expectation) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_whoever_is_imported_was_told_nothing(cast, computed, deliver_all):
    question = factories.ask(cast.alice)
    Delivery.objects.all().delete()
    asked = QuestionAsked(company=cast.acme.key, actor="", question=question.pk, topic=question.topic_id, language="en")
    with transaction.atomic():
        record_past([PastEvent(happened=asked, occurred_at=clock.now())], source="import")
    deliver_all()
    assert not Expectation.objects.exists()
