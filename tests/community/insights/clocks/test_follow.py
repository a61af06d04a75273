"""Clocks run while people write, each event once, and mark the day whose sums they change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Event as Signal

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.events.followers import NotYet
from community.events.models import Event
from community.insights.clocks.actions.follow import follow_question
from community.insights.clocks.locks import write_alone
from community.insights.clocks.models import Clock, DayToRollUp
from community.insights.clocks.privacy import ClockData
from community.questions.actions.accept import accept_answer
from community.questions.actions.close import reopen_question
from community.questions.actions.hide import hide_post, restore_post
from community.web.registries import screens
from community.web.registries.screens import Verdict
from tests import factories
from tests.community.insights.clocks.histories import set_open
from tests.races import race

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def later(minutes):
    return clock.frozen_at(NOON + timedelta(minutes=minutes))


@pytest.fixture
def question(cast):
    with later(0):
        return factories.ask(cast.alice)


def clock_of(question, episode=1):
    return Clock.objects.get(question=question, episode=episode)


def test_asking_answering_and_accepting_are_written_down(cast, question, deliver_all):
    with later(5):
        answer = factories.answer(cast.bob, question)
    with later(30):
        accept_answer(member=cast.alice, answer=answer)
        deliver_all()
    written = clock_of(question)
    assert (written.company, written.asker, written.first_answerer, written.solver) == (
        cast.acme, cast.alice, cast.bob, cast.bob,
    )  # fmt: skip
    assert written.first_answer_at == NOON + timedelta(minutes=5)
    assert written.resolved_at == NOON + timedelta(minutes=30)
    assert (written.solution, written.basis, written.first_answerer_standing) == (answer.pk, "asker", "peer")


def test_staff_and_services_are_told_apart_when_they_write(cast, question, deliver_all):
    bot = factories.make_member(cast.acme, kind="service")
    with later(1):
        factories.answer(bot, question)
    with later(2):
        factories.answer(cast.ada, question)
        deliver_all()
    written = clock_of(question)
    assert (written.first_response_at, written.first_answerer) == (NOON + timedelta(minutes=2), cast.ada)
    assert written.first_answerer_standing == "staff"


def test_a_hidden_answer_loses_its_moment_and_gets_it_back(cast, question, deliver_all):
    with later(5):
        answer = factories.answer(cast.bob, question)
        hide_post(moderator=cast.mona, post=answer.post, reason="Spam.")
        deliver_all()
    assert clock_of(question).first_answer_at is None
    with later(50):
        restore_post(moderator=cast.mona, post=answer.post)
        deliver_all()
    assert clock_of(question).first_answer_at == NOON + timedelta(minutes=5)


def test_what_a_screen_holds_counts_from_when_it_is_shown(cast, question, deliver_all, monkeypatch):
    hold = [lambda text: Verdict.hold("It looks like an advertisement.")]
    monkeypatch.setattr(screens, "_screens", dict.fromkeys(("question", "answer", "comment"), hold))
    with later(1):
        held = factories.ask(cast.alice)
    with later(5):
        answer = factories.answer(cast.bob, question)
        factories.comment(cast.bob, question)
        deliver_all()
    assert clock_of(question).first_response_at is None
    assert clock_of(held).exclusion == "hidden"
    with later(45):
        restore_post(moderator=cast.mona, post=answer.post)
        restore_post(moderator=cast.mona, post=held.post)
        deliver_all()
    assert clock_of(question).first_answer_at == NOON + timedelta(minutes=45)
    assert (clock_of(held).exclusion, clock_of(held).asked_at) == ("", NOON + timedelta(minutes=1))


def test_what_is_held_of_a_member_can_be_handed_over(cast, question, deliver_all):
    with later(5):
        factories.solve(question, cast.bob)
        deliver_all()
    [held] = ClockData().export(cast.bob.pk)["clocks"]
    assert (held["question"], held["asked"], held["answered_first"], held["solved"]) == (question.pk, False, True, True)
    ClockData().erase(cast.bob.pk)
    assert ClockData().export(cast.alice.pk)["clocks"][0]["asked"]


def test_reopening_makes_a_second_clock(cast, question, deliver_all):
    with later(5):
        factories.solve(question, cast.bob)
    with later(60):
        reopen_question(member=cast.alice, question=question)
        deliver_all()
    assert clock_of(question).reopened_at == clock_of(question, 2).asked_at == NOON + timedelta(minutes=60)
    assert clock_of(question).resolved_at == NOON + timedelta(minutes=5)


def test_closing_the_community_ends_the_watching_and_opening_it_does_not_go_on(cast, question, deliver_all):
    with later(1):
        solved = factories.ask(cast.alice)
        factories.solve(solved, cast.bob)
    with later(60):
        set_open(cast.ada, is_open=False)
        deliver_all()
    with later(90):
        set_open(cast.ada, is_open=True)
        cast.bob.company.refresh_from_db()
        factories.answer(cast.bob, question)
        deliver_all()
    assert clock_of(question).censored_at == NOON + timedelta(minutes=60)
    assert clock_of(question).first_answer_at is None
    assert clock_of(solved).censored_at is None
    assert list(Event.objects.filter(stream=f"company:{cast.acme.pk}").values_list("type", flat=True)) == [
        "company.changed", "company.paused", "company.changed", "company.resumed",
    ]  # fmt: skip


def test_the_day_of_asking_is_marked_in_the_companys_time_zone(cast, deliver_all):
    cast.acme.time_zone = "Pacific/Auckland"
    cast.acme.save()
    with later(0):
        factories.ask(cast.alice)
    with later(60 * 24):
        deliver_all()
    assert list(DayToRollUp.objects.values_list("company", "day")) == [(cast.acme.pk, date(2026, 3, 3))]


def test_nothing_new_writes_and_marks_nothing(cast, question, deliver_all):
    deliver_all()
    DayToRollUp.objects.all().delete()
    assert follow_question(event=Event.objects.get(type="question.asked")) == 0
    assert not DayToRollUp.objects.exists()


def test_an_event_takes_a_fixed_number_of_queries(cast, question, deliver_all, django_assert_num_queries):
    for _ in range(5):
        factories.answer(cast.bob, question)
    deliver_all()
    with django_assert_num_queries(8):
        follow_question(event=Event.objects.get(type="question.asked"))


@pytest.mark.django_db(transaction=True)
def test_a_follower_waits_for_a_rebuild(cast, question):
    event, rebuilding, tried = Event.objects.get(type="question.asked"), Signal(), Signal()

    def rebuild_or_follow(number):
        if number == 0:
            with transaction.atomic():
                write_alone(cast.acme.pk)
                rebuilding.set()
                assert tried.wait(10)
            return "rebuilt"
        assert rebuilding.wait(10)
        try:
            return follow_question(event=event)
        finally:
            tried.set()

    assert race(2, rebuild_or_follow) == {"rebuilt": 1, NotYet.__name__: 1}
    assert follow_question(event=event) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"episode": 0},
        {"exclusion": "dull"},
        {"resolved_at": NOON},
        {"closed_at": NOON},
        {"closed_at": NOON, "closing": "asker", "resolved_at": NOON, "basis": "asker", "resolution_quality": "exact"},
        {"first_answer_at": NOON - timedelta(days=1)},
        {"paused_before_answer": -1.0},
    ],
)
def test_the_database_refuses_clocks_that_cannot_be(cast, question, deliver_all, wrong):
    deliver_all()
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.update(**wrong)
