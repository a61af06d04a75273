"""A question that waits is shown to more and more people, each step once, nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Company, Membership
from community import clock
from community.events.models import Event
from community.insights.clocks.models import Clock
from community.insights.promise.actions.escalate import escalate_question
from community.insights.promise.models import EscalationStep, Ladder
from community.insights.promise.tasks import escalate
from community.notifications.models import Notification
from community.questions.actions.close import close_question, reopen_question
from community.questions.actions.hide import hide_post
from community.questions.actions.lock import set_locked
from community.questions.models import Question
from tests import factories
from tests.community.insights.promise.conftest import MINUTE, NOON, ticking
from tests.races import race

HOUR = 60


@pytest.fixture
def asked(cast) -> Question:
    """A question in a topic in which Bob answered a week ago and Cora solved something months ago."""
    topic = factories.topic_of(cast.acme)
    cora = factories.make_member(cast.acme, "Cora")
    factories.make_member(cast.acme, "Vera", trust_level=4)
    with clock.frozen_at(NOON - timedelta(days=200)):
        factories.solve(factories.ask(cast.alice, topic=topic), cora)
    with clock.frozen_at(NOON - timedelta(days=7)):
        old = factories.ask(cora, topic=topic)
        factories.answer(cast.bob, old)
        factories.answer(cast.alice, old)
    with clock.frozen_at(NOON):
        return factories.ask(cast.alice, topic=topic)


@pytest.fixture
def at(deliver_all) -> Callable[[int], int]:
    """Let the workers catch up and escalate, so many minutes after noon; return of how many questions people were told."""

    def run(minutes: int) -> int:
        with clock.frozen_at(NOON + minutes * MINUTE):
            deliver_all()
            told = escalate()
            deliver_all()
            return told

    return run


def said() -> list[tuple[str, list[str]]]:
    """Return the steps that were said, each with the names of those who were told."""
    names = dict(Membership.objects.values_list("pk", "display_name"))
    events = Event.objects.filter(type="question.escalated").order_by("pk")
    return [(each.payload["step"], [names[pk] for pk in each.payload["told"]]) for each in events]


def test_each_step_tells_others_and_never_the_asker(cast, asked, at):
    for minutes in (14, 15, 16, HOUR, 4 * HOUR, 24 * HOUR, 25 * HOUR):
        at(minutes)
    assert said() == [
        ("wider", ["Bob"]),
        ("helpers", ["Cora"]),
        ("superusers", ["Vera"]),
        ("staff", ["Mona", "Ada"]),
    ]
    assert EscalationStep.objects.filter(question=asked, skipped=False).count() == 4


def test_a_missed_step_is_passed_over(cast, asked, at):
    at(5 * HOUR)
    assert said() == [("superusers", ["Vera"])]
    rows = EscalationStep.objects.filter(question=asked).order_by("pk").values_list("step", "skipped")
    assert list(rows) == [("wider", True), ("helpers", True), ("superusers", False)]
    at(6 * HOUR)
    assert len(said()) == 1


def test_an_answer_ends_it_even_before_the_clocks_know(cast, asked, at):
    at(1)
    with clock.frozen_at(NOON + 14 * MINUTE):
        factories.answer(cast.bob, asked)
    with clock.frozen_at(NOON + 20 * MINUTE):
        assert escalate() == 0
    assert said() == []


def test_a_question_that_waits_for_its_asker_waits(cast, asked, at):
    with clock.frozen_at(NOON + 5 * MINUTE):
        factories.answer(cast.bob, asked, purpose="needs_info")
    assert at(30) == 0
    with clock.frozen_at(NOON + 35 * MINUTE):
        factories.comment(cast.alice, asked, "It is the blue one.")
    assert at(36) == 0
    assert at(5 + 30 + 10) == 1


@pytest.mark.parametrize("end", ["hide", "lock", "close"])
def test_what_cannot_be_answered_waits_for_nobody(cast, asked, at, end):
    at(1)
    with clock.frozen_at(NOON + 2 * MINUTE):
        if end == "hide":
            hide_post(moderator=cast.mona, post=asked.post, reason="Advertising")
        elif end == "lock":
            set_locked(moderator=cast.mona, question=asked, locked=True)
        else:
            close_question(member=cast.alice, question=asked, reason="Found it")
    with clock.frozen_at(NOON + 20 * MINUTE):
        assert escalate() == 0
    assert at(21) == 0


def test_a_reopened_question_climbs_again(cast, asked, at):
    at(15)
    with clock.frozen_at(NOON + 20 * MINUTE):
        close_question(member=cast.alice, question=asked, reason="Found it")
        reopen_question(member=cast.alice, question=asked)
    assert at(30) == 0
    assert at(35) == 1
    assert [each.payload["episode"] for each in Event.objects.filter(type="question.escalated").order_by("pk")] == [
        1,
        2,
    ]


def test_suspended_members_strangers_and_people_without_a_login_are_not_told(cast, asked, at):
    Membership.objects.filter(pk=cast.bob.pk).update(suspended_until=NOON + timedelta(days=9))
    cora = Membership.objects.get(display_name="Cora")
    cora.person.is_active = False
    cora.person.save()
    factories.make_member(cast.bolt, "Zora", trust_level=4)
    for minutes in (15, HOUR, 4 * HOUR):
        at(minutes)
    assert said() == [("wider", []), ("helpers", []), ("superusers", ["Vera"])]


def test_those_who_answered_most_come_first_and_the_topic_above_counts(cast, at):
    above = factories.topic_of(cast.acme)
    topic = factories.make_topic(cast.acme, "Below", parent=above)
    with clock.frozen_at(NOON - timedelta(days=7)):
        for helper, number in ((cast.bob, 1), (factories.make_member(cast.acme, "Dora"), 2)):
            for _each in range(number):
                factories.answer(helper, factories.ask(cast.alice, topic=above))
        factories.answer(factories.make_member(cast.acme, "Elsa"), factories.ask(cast.alice, topic=topic))
    with clock.frozen_at(NOON):
        factories.ask(cast.alice, topic=topic)
    Ladder.objects.create(company=cast.acme, staff=9 * 24 * HOUR)
    at(15)
    last = Event.objects.filter(type="question.escalated").order_by("pk").last()
    names = dict(Membership.objects.values_list("pk", "display_name"))
    assert names[last.payload["told"][0]] == "Dora"
    assert {names[pk] for pk in last.payload["told"]} == {"Bob", "Dora", "Elsa"}


def test_imported_and_seeded_questions_never_climb(cast, asked, at):
    at(1)
    Clock.objects.update(source="import")
    with clock.frozen_at(NOON + 20 * MINUTE):
        assert escalate() == 0


def test_a_ladder_that_is_off_tells_nobody(cast, asked, at):
    Ladder.objects.create(company=cast.acme, is_on=False)
    assert at(24 * HOUR) == 0


def test_a_closed_community_tells_nobody(cast, asked, at):
    at(1)
    Company.objects.filter(pk=cast.acme.pk).update(is_open=False)
    assert at(20) == 0


def test_what_has_waited_for_weeks_is_the_backlog(cast, asked, at):
    assert at(8 * 24 * HOUR + 1) == 0


def test_the_clock_of_a_question_that_is_gone_tells_nobody(cast):
    ticking(cast.acme)
    with clock.frozen_at(NOON + 20 * MINUTE):
        assert escalate() == 0


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_take_a_step_once(cast, asked, at):
    at(1)
    ticks = Clock.objects.get(question=asked)
    with clock.frozen_at(NOON + 20 * MINUTE):
        taken = race(4, lambda _n: escalate_question(ticks, Ladder(company=cast.acme)))
    assert taken == {"True": 1, "False": 3}
    assert len(said()) == EscalationStep.objects.count() == 1


def test_those_told_read_it_in_their_inbox_and_the_answered_question_bothers_nobody(cast, asked, at):
    at(15)
    [told] = Notification.objects.filter(kind="question_waits")
    assert (told.recipient, told.question_id, told.category) == (cast.bob, asked.pk, "waiting")
    at(24 * HOUR - 1)
    with clock.frozen_at(NOON + 24 * HOUR * MINUTE):
        escalate()
        factories.answer(cast.bob, asked)
    at(24 * HOUR + 1)
    assert not Notification.objects.filter(kind="question_waits_long").exists()


def test_staff_read_that_nobody_helped(cast, asked, at):
    at(24 * HOUR)
    told = Notification.objects.filter(kind="question_waits_long")
    assert {each.recipient for each in told} == {cast.mona, cast.ada}


def test_the_number_of_queries_does_not_grow_with_what_waits_no_more(cast, asked, at, django_assert_num_queries):
    at(15)
    with clock.frozen_at(NOON + 16 * MINUTE), django_assert_num_queries(5):
        assert escalate() == 0
