"""From an accepted answer to points that can be spent, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from community import clock
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.hide import hide_post, restore_post
from rewards.earning.actions.vest import vest_due
from rewards.earning.models import Earning
from rewards.earning.purses import FUNDING, available, pot
from rewards.ledger.actions.post import NotEnoughPoints, post
from rewards.ledger.queries import balance_of, points_of
from tests import factories
from tests.rewards.earning.conftest import only

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prices", "verified")]


@pytest.fixture
def solved(cast, deliver_all):
    """Bob's answer to Alice's question, accepted."""
    question = factories.ask(cast.alice)
    answer = factories.solve(question, cast.bob)
    deliver_all()
    return answer


@pytest.fixture
def vested(solved):
    with clock.moved(timedelta(days=14, minutes=1)):
        assert vest_due() == 1
        yield solved


def accept(answer):
    return accept_answer(member=answer.question.post.author, answer=answer)


def withdraw(answer):
    return withdraw_acceptance(member=answer.question.post.author, question=answer.question)


def test_an_accepted_answer_earns_pending_points(cast, solved):
    assert points_of(cast.bob).pending == 100
    assert only(act="accepted").why == "The full price."


def test_points_vest_after_the_time_of_the_programme(cast, vested):
    assert points_of(cast.bob).available == 100
    assert points_of(cast.bob).pending == 0
    assert only(act="accepted").state == "vested"


def test_points_do_not_vest_before(cast, solved):
    with clock.moved(timedelta(days=13, hours=23)):
        assert vest_due() == 0


def test_points_of_suspended_members_wait(cast, solved):
    with clock.moved(timedelta(days=15)):
        cast.bob.suspended_until = clock.now() + timedelta(hours=1)
        cast.bob.save()
        assert vest_due() == 0
        with clock.moved(timedelta(hours=2)):
            assert vest_due() == 1


def test_withdrawing_before_vesting_is_as_if_nothing_had_been(cast, solved, deliver_all):
    month = only(act="accepted").month
    withdraw(solved)
    deliver_all()
    assert points_of(cast.bob).pending == 0
    assert balance_of(cast.acme, pot(month)) == 1000
    assert only(act="accepted").ending_said == "The answer is no longer accepted."


def test_withdrawing_after_vesting_takes_the_points_back(cast, vested, deliver_all):
    withdraw(vested)
    deliver_all()
    assert points_of(cast.bob).available == 0
    assert only(act="accepted").state == "clawed_back"


def spend(member, points, name="1"):
    with transaction.atomic():
        post(
            company=member.company,
            kind="spend",
            source=("test", name),
            legs={available(member.pk): -points, FUNDING: points},
        )


def test_what_was_spent_is_a_shortfall_that_can_be_read(cast, vested, deliver_all):
    spend(cast.bob, 60)
    withdraw(vested)
    deliver_all()
    assert points_of(cast.bob).available == 0
    assert only(act="accepted").shortfall == 60
    assert "60 points had been spent" in only(act="accepted").ending_said


def test_a_floor_below_zero_lets_the_balance_fall_and_nobody_spend_it(cast, program, vested, deliver_all):
    program.clawback_floor = 50
    program.save(update_fields=["clawback_floor"])
    spend(cast.bob, 60)
    withdraw(vested)
    deliver_all()
    assert points_of(cast.bob).available == -50
    assert only(act="accepted").shortfall == 10


def test_a_balance_that_has_recovered_cannot_be_overdrawn(cast, program, vested, deliver_all):
    program.clawback_floor = 50
    program.save(update_fields=["clawback_floor"])
    spend(cast.bob, 60)
    withdraw(vested)
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    with clock.moved(timedelta(days=15)):
        vest_due()
    assert points_of(cast.bob).available == 50
    with pytest.raises(NotEnoughPoints):
        spend(cast.bob, 51, "2")


def test_what_was_kept_is_not_paid_twice(cast, vested, deliver_all):
    spend(cast.bob, 60)
    withdraw(vested)
    accept(vested)
    deliver_all()
    again = only(act="accepted", state="pending")
    assert again.points == 40
    assert again.why == "Less than the full 100 points, because you kept 60 points of an earlier award for this."


def test_who_kept_everything_gets_nothing_more(cast, vested, deliver_all):
    spend(cast.bob, 100)
    withdraw(vested)
    accept(vested)
    deliver_all()
    assert only(act="accepted", state="refused").refusal == "already_kept"


def test_accepting_another_answer_moves_the_award(cast, solved, deliver_all):
    carol = factories.make_member(cast.acme, "Carol")
    accept(factories.answer(carol, solved.question))
    deliver_all()
    assert (points_of(cast.bob).pending, points_of(carol).pending) == (0, 100)


def test_going_back_and_forth_never_mints(cast, solved, deliver_all):
    carol = factories.make_member(cast.acme, "Carol")
    other = factories.answer(carol, solved.question)
    for answer in (other, solved, other, solved):
        accept(answer)
    withdraw(solved)
    accept(other)
    deliver_all()
    assert Earning.objects.filter(act="accepted", state="pending").count() == 1
    assert (points_of(cast.bob).pending, points_of(carol).pending) == (0, 100)
    assert balance_of(cast.acme, pot(only(act="accepted", state="pending").month)) == 900


def test_a_hidden_answer_loses_its_award_and_a_new_acceptance_earns_again(cast, solved, deliver_all):
    hide_post(moderator=cast.mona, post=solved.post, reason="Advertising")
    deliver_all()
    assert only(act="accepted").ending_said == "A moderator hid it."
    restore_post(moderator=cast.mona, post=solved.post)
    deliver_all()
    assert points_of(cast.bob).pending == 0
    accept(solved)
    deliver_all()
    assert points_of(cast.bob).pending == 100


def test_a_hidden_question_takes_back_what_is_pending_and_restoring_decides_again(cast, solved, deliver_all):
    hide_post(moderator=cast.mona, post=solved.question.post, reason="Advertising")
    deliver_all()
    assert points_of(cast.bob).pending == 0
    restore_post(moderator=cast.mona, post=solved.question.post)
    deliver_all()
    assert points_of(cast.bob).pending == 100
    assert Earning.objects.filter(act="accepted").count() == 2


def test_what_has_vested_stays_when_the_question_is_hidden(cast, vested, deliver_all):
    hide_post(moderator=cast.mona, post=vested.question.post, reason="Advertising")
    deliver_all()
    assert points_of(cast.bob).available == 100
