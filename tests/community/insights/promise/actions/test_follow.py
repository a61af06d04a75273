"""Outcomes follow the clocks, whoever comes first, and are rebuilt from them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.actions.company import CompanySettings, change_company
from community import clock
from community.events.drain import drain
from community.events.followers import all_followers
from community.events.models import Delivery
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.insights.promise.actions.rebuild import differences, rebuild_outcomes
from community.insights.promise.models import Outcome
from community.insights.promise.queries.overdue import MAKERS, PAUSES
from community.questions.actions.close import reopen_question
from community.questions.models import Question
from tests import factories
from tests.community.insights.promise.conftest import MINUTE, NOON, promised


@pytest.fixture
def asked(cast, promise) -> Question:
    with clock.frozen_at(NOON):
        return factories.ask(cast.alice)


def rows() -> list[tuple[object, ...]]:
    fields = [each.attname for each in Outcome._meta.fields if each.attname != "id"]
    return list(Outcome.objects.order_by("question", "clause").values_list(*fields))


def test_the_followers_that_are_waited_for_exist():
    assert {*MAKERS, PAUSES} <= {follower.name for follower in all_followers()}


def test_outcomes_wait_for_the_clocks(cast, asked):
    stream = (cast.acme.key, asked.stream)
    with clock.frozen_at(NOON):
        assert drain("promise.outcomes", *stream) == 0
        receipt = Delivery.objects.get(follower="promise.outcomes")
        assert (receipt.state, receipt.attempts) == ("open", 0)
        drain("clocks.follow", *stream)
    with clock.frozen_at(NOON + timedelta(seconds=2)):
        assert drain("promise.outcomes", *stream) == 1
    assert Outcome.objects.get().deadline == NOON + 30 * MINUTE


def test_an_answer_keeps_the_promise_and_reopening_changes_nothing(cast, asked, deliver_all):
    with clock.frozen_at(NOON + 5 * MINUTE):
        factories.solve(asked, cast.bob)
        deliver_all()
    before = rows()
    assert Outcome.objects.get().state == "kept"
    with clock.frozen_at(NOON + 500 * MINUTE):
        reopen_question(member=cast.alice, question=asked)
        deliver_all()
    assert rows() == before


def test_details_that_are_wanted_in_time_excuse_and_later_ones_do_not(cast, asked, deliver_all):
    with clock.frozen_at(NOON + 31 * MINUTE):
        factories.answer(cast.bob, asked, purpose="needs_info")
        deliver_all()
    assert Outcome.objects.get().state == "broken"
    with clock.frozen_at(NOON + 60 * MINUTE):
        second = factories.ask(cast.alice)
    with clock.frozen_at(NOON + 61 * MINUTE):
        factories.answer(cast.bob, second, purpose="needs_info")
    with clock.frozen_at(NOON + 95 * MINUTE):
        deliver_all()
    assert Outcome.objects.get(question=second).reason == "waited_for_asker"


def test_closing_the_community_ends_what_could_still_be_kept(cast, asked, deliver_all):
    settings = {name: getattr(cast.acme, name) for name in CompanySettings.__dataclass_fields__}
    settings["languages"] = tuple(settings["languages"])
    with clock.frozen_at(NOON + 5 * MINUTE):
        deliver_all()
        change_company(admin=cast.ada, wanted=CompanySettings(**{**settings, "is_open": False}))
    with clock.frozen_at(NOON + 50 * MINUTE):
        deliver_all()
    assert Outcome.objects.get().reason == "watch_ended"


def test_a_rebuild_gives_the_same_rows(cast, asked, deliver_all):
    with clock.frozen_at(NOON + 5 * MINUTE):
        factories.solve(factories.ask(cast.alice), cast.bob)
        deliver_all()
    promised(cast.ada, since=NOON + 6 * MINUTE, answer_within=60, answer_share=99)
    now = NOON + 8 * MINUTE
    with clock.frozen_at(now):
        factories.ask(cast.alice)
        deliver_all()
        before = rows()
        assert len(before) == 3
        assert list(differences(cast.acme)) == []
        assert rebuild_insights(cast.acme)["promise.outcomes"] == 3
    assert rows() == before


def test_time_that_ran_out_is_no_difference_but_a_wrong_row_is(cast, asked, deliver_all):
    with clock.frozen_at(NOON + 5 * MINUTE):
        deliver_all()
    with clock.frozen_at(NOON + 50 * MINUTE):
        assert list(differences(cast.acme)) == []
        Outcome.objects.update(state="kept", settled_at=NOON + MINUTE)
        assert list(differences(cast.acme)) == [f"question {asked.pk}, first_answer: is kept, the clock says broken"]
        Outcome.objects.all().delete()
        assert list(differences(cast.acme)) == [f"question {asked.pk}, first_answer: there is no outcome"]
        assert rebuild_outcomes(cast.acme) == 1


def test_an_outcome_without_a_clock_is_a_difference_and_goes(cast, promise):
    Outcome.objects.create(
        company=cast.acme,
        question_id=7,
        clause="resolution",
        promise=promise,
        is_live=True,
        asked_at=NOON,
        at_risk_from=NOON + MINUTE,
        deadline=NOON + 2 * MINUTE,
        state="open",
    )
    assert list(differences(cast.acme)) == ["question 7, resolution: there is no clock"]
    rebuild_outcomes(cast.acme)
    assert not Outcome.objects.exists()
