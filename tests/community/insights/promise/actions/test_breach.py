"""A broken promise is said once, for live questions, and made good once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Company, Membership
from community import clock
from community.events.models import Delivery, Event
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.insights.clocks.models import Clock
from community.insights.promise.actions.breach import settle_question
from community.insights.promise.models import Breach, Outcome
from community.insights.promise.tasks import settle
from community.questions.actions.close import close_question
from community.questions.actions.hide import hide_post
from community.questions.models import Question
from rewards.earning.models import Earning, PriceList, Program
from tests import factories
from tests.community.insights.promise.conftest import MINUTE, NOON, promised
from tests.races import race


@pytest.fixture
def asked(cast, promise) -> Question:
    with clock.frozen_at(NOON):
        return factories.ask(cast.alice)


@pytest.fixture
def at(deliver_all) -> Callable[[int], int]:
    """Let the workers catch up and settle, so many minutes after noon; return how many breaches were recorded."""

    def run(minutes: int) -> int:
        with clock.frozen_at(NOON + minutes * MINUTE):
            deliver_all()
            return settle()

    return run


def breaches() -> list[dict[str, object]]:
    return list(Event.objects.filter(type="promise.broken").order_by("pk").values_list("payload", flat=True))


def test_a_deadline_that_passes_is_said_once(cast, promise, asked, at):
    assert at(30) == 0
    assert at(31) == 1
    assert at(32) == 0
    [payload] = breaches()
    due = NOON + 30 * MINUTE
    assert payload == {
        "question": asked.pk,
        "clause": "first_answer",
        "version": promise.version,
        "deadline": due.isoformat(),
    }
    assert Outcome.objects.get().state == "broken"


def test_an_answer_in_time_that_the_clocks_have_not_heard_of_yet_breaks_nothing(cast, asked, at):
    at(1)
    with clock.frozen_at(NOON + 29 * MINUTE):
        factories.answer(cast.bob, asked)
    with clock.frozen_at(NOON + 40 * MINUTE):
        assert settle() == 0
        assert settle_question(cast.acme, asked.pk) == 0
    assert at(41) == 0
    assert Outcome.objects.get().state == "kept"
    assert breaches() == []


def test_a_question_closed_in_time_breaks_nothing(cast, asked, at):
    with clock.frozen_at(NOON + 5 * MINUTE):
        close_question(member=cast.alice, question=asked, reason="Found it")
    assert at(60) == 0
    assert Outcome.objects.get().reason == "closed_by_asker"


def test_an_answer_that_is_hidden_later_was_none(cast, asked, at):
    with clock.frozen_at(NOON + 5 * MINUTE):
        answer = factories.answer(cast.bob, asked)
    assert at(60) == 0
    with clock.frozen_at(NOON + 61 * MINUTE):
        hide_post(moderator=cast.mona, post=answer.post, reason="Advertising")
    assert at(62) == 1


def test_old_answers_that_are_hidden_much_later_are_no_news(cast, asked, at):
    with clock.frozen_at(NOON + 5 * MINUTE):
        answer = factories.answer(cast.bob, asked)
    at(60)
    late = 60 * 24 * 36
    with clock.frozen_at(NOON + late * MINUTE):
        hide_post(moderator=cast.mona, post=answer.post, reason="Advertising")
    assert at(late + 1) == 0
    assert Outcome.objects.get().state == "broken"


def test_a_rebuild_records_nothing_and_loses_nothing(cast, asked, at):
    at(1)
    with clock.frozen_at(NOON + 31 * MINUTE):
        rebuild_insights(cast.acme)
    assert breaches() == []
    assert at(32) == 1
    with clock.frozen_at(NOON + 33 * MINUTE):
        rebuild_insights(cast.acme)
    assert at(34) == 0
    assert len(breaches()) == 1


def test_imports_and_seeds_never_break_a_promise_aloud(cast, promise, asked, at):
    at(1)
    Outcome.objects.update(is_live=False, state="broken", settled_at=NOON + 30 * MINUTE)
    Delivery.objects.all().delete()
    with clock.frozen_at(NOON + 31 * MINUTE):
        assert settle() == 0


def test_a_closed_community_breaks_nothing(cast, asked, at):
    at(1)
    Company.objects.filter(pk=cast.acme.pk).update(is_open=False)
    assert at(60) == 0


def test_a_company_that_fails_keeps_no_other_waiting(cast, asked, at, caplog):
    at(1)
    # Its deadline lies after the end of all calendars.
    Clock.objects.filter(company=cast.acme).update(asked_at=datetime(9999, 12, 31, 23, 59, tzinfo=NOON.tzinfo))
    Membership.objects.filter(pk=cast.charlie.pk).update(role="admin")
    promised(Membership.objects.get(pk=cast.charlie.pk))
    with clock.frozen_at(NOON):
        question = factories.ask(cast.charlie)
    assert at(31) == 1
    assert [each["question"] for each in breaches()] == [question.pk]
    assert any("could not be looked after" in each.message for each in caplog.records)


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_say_it_once(cast, asked, at):
    at(1)
    with clock.frozen_at(NOON + 31 * MINUTE):
        said = race(4, lambda _n: settle_question(Company.objects.get(pk=cast.acme.pk), asked.pk))
    assert sorted(said.elements()) == ["0", "0", "0", "1"]
    assert len(breaches()) == Breach.objects.count() == 1


@pytest.fixture
def paying(cast) -> None:
    """Let Acme pay 200 points for a broken promise, since long ago."""
    since = NOON - timedelta(days=90)
    Program.objects.create(company=cast.acme, is_running=True, created_at=since)
    PriceList.objects.create(
        company=cast.acme,
        version=1,
        state="active",
        monthly_pot=10_000,
        make_good=200,
        author=cast.ada,
        activated_by=factories.make_member(cast.acme, role="admin"),
        created_at=since,
        activated_at=since,
    )


def test_both_clauses_broken_are_made_good_once_however_often_the_tasks_run(cast, paying, at):
    promised(cast.ada, answer_within=1800, answer_share=80, resolution_within=3600, resolution_share=70)
    with clock.frozen_at(NOON):
        factories.ask(cast.alice)
    assert at(31) == 1
    assert at(61) == 1
    assert at(62) == at(63) == 0
    assert [each["clause"] for each in breaches()] == ["first_answer", "resolution"]
    paid = Earning.objects.filter(act="make_good", points__gt=0)
    assert [(each.member, each.points) for each in paid] == [(cast.alice, 200)]
    # What is delivered again finds its decision.
    Delivery.objects.filter(event__type="promise.broken").update(state="open")
    at(64)
    assert Earning.objects.filter(act="make_good", points__gt=0).count() == 1
