"""Votes, first answers, re-use, make-goods, and who never earns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Membership
from community import clock
from community.questions.actions.accept import accept_answer
from community.questions.actions.edit import edit_answer
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.reuse import confirm_reuse
from community.questions.actions.vote import vote_on, withdraw_vote
from community.search.actions.reindex import reindex
from rewards.earning.actions.award import award_acceptance, credit_reuse, make_good
from rewards.earning.actions.choose import choose_points
from rewards.earning.actions.hold import void_earning
from rewards.earning.lab import lines_since
from rewards.earning.models import Earning, Program
from rewards.earning.replay import as_it_was, differences
from rewards.ledger.queries import points_of
from tests import factories
from tests.rewards.earning.conftest import only, settle_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("verified")]


@pytest.fixture
def answer(cast):
    return factories.answer(cast.bob, factories.ask(cast.alice))


@pytest.fixture
def voter(cast):
    return settle_in(factories.make_member(cast.acme))


def pending(member) -> int:
    return points_of(member).pending


def refusals(**where) -> list[str]:
    return list(Earning.objects.filter(state="refused", **where).values_list("refusal", flat=True))


def test_a_helpful_vote_earns_and_taking_it_back_voids(cast, price, answer, voter, deliver_all):
    price(helpful_vote=5)
    vote_on(voter=voter, answer=answer, value=1)
    deliver_all()
    assert pending(cast.bob) == 5
    vote_on(voter=voter, answer=answer, value=-1)
    deliver_all()
    assert pending(cast.bob) == 0


def test_voting_on_and_off_pays_one_vote(cast, price, answer, voter, deliver_all):
    price(helpful_vote=5)
    for _ in range(3):
        vote_on(voter=voter, answer=answer, value=1)
        withdraw_vote(voter=voter, answer=answer)
    vote_on(voter=voter, answer=answer, value=1)
    deliver_all()
    assert pending(cast.bob) == 5


def test_votes_of_new_and_of_unconfirmed_members_earn_nothing(cast, price, answer, voter, deliver_all):
    price(helpful_vote=5)
    vote_on(voter=cast.mona, answer=answer, value=1)
    Membership.objects.filter(pk=cast.alice.pk).update(joined_at=clock.now() - timedelta(days=4))
    cast.alice.refresh_from_db()
    vote_on(voter=cast.alice, answer=answer, value=1)
    deliver_all()
    assert refusals(act="helpful_vote") == ["voter_new", "voter_unverified"]


def test_votes_of_one_person_for_another_are_worth_less_and_less(cast, price, voter, deliver_all):
    price(helpful_vote=8)
    for _ in range(7):
        vote_on(voter=voter, answer=factories.answer(cast.bob, factories.ask(cast.alice)), value=1)
    deliver_all()
    votes = Earning.objects.filter(act="helpful_vote").order_by("sequence")
    assert [each.points for each in votes] == [8, 8, 8, 4, 2, 1, 0]


def test_an_answer_is_paid_for_so_many_votes(cast, price, answer, deliver_all):
    price(helpful_vote=5, votes_per_answer=2)
    for _ in range(3):
        vote_on(voter=settle_in(factories.make_member(cast.acme)), answer=answer, value=1)
    deliver_all()
    assert pending(cast.bob) == 10
    assert refusals(act="helpful_vote") == ["enough_votes"]


def test_the_first_answers_of_a_helper_earn(cast, price, deliver_all):
    price(first_answer=20, first_answers=2)
    for _ in range(3):
        factories.answer(cast.bob, factories.ask(cast.alice))
    deliver_all()
    assert pending(cast.bob) == 40
    assert refusals(act="first_answer") == ["not_newcomer"]


def test_notes_that_become_answers_in_any_order_are_paid_as_often_as_the_list_says(cast, price, deliver_all):
    price(first_answer=20, first_answers=2)
    notes = [factories.answer(cast.bob, factories.ask(cast.alice), purpose="not_attempt") for _ in range(4)]
    deliver_all()
    for note in reversed(notes):
        edit_answer(editor=cast.bob, answer=note, body=factories.ANSWER, purpose="attempt", version=1)
        deliver_all()
    assert pending(cast.bob) == 40
    assert refusals() == ["not_newcomer", "not_newcomer"]
    lines = lines_since(cast.acme, "2000-01")
    assert differences(lines, as_it_was(lines)) == []


def test_a_note_earns_nothing_and_an_answer_that_becomes_one_loses_it(cast, price, answer, deliver_all):
    price(first_answer=20)
    deliver_all()
    assert pending(cast.bob) == 20
    edit_answer(editor=cast.bob, answer=answer, body=factories.ANSWER, purpose="not_attempt", version=1)
    deliver_all()
    assert pending(cast.bob) == 0
    edit_answer(editor=cast.bob, answer=answer, body=factories.ANSWER, purpose="attempt", version=2)
    deliver_all()
    assert pending(cast.bob) == 20


def test_hiding_takes_back_all_that_an_answer_earned_and_restoring_decides_again(
    cast, price, answer, voter, deliver_all
):
    price(first_answer=20, helpful_vote=5)
    vote_on(voter=voter, answer=answer, value=1)
    deliver_all()
    hide_post(moderator=cast.mona, post=answer.post, reason="Advertising")
    deliver_all()
    assert pending(cast.bob) == 0
    restore_post(moderator=cast.mona, post=answer.post)
    deliver_all()
    assert pending(cast.bob) == 25
    restore_post(moderator=cast.mona, post=answer.post)
    deliver_all()
    assert Earning.objects.standing().count() == 2


def test_an_answer_that_solves_it_for_others_earns_a_royalty(cast, price, answer, voter, deliver_all):
    price(reuse=10)
    accept_answer(member=cast.alice, answer=answer)
    confirm_reuse(member=voter, answer=answer)
    deliver_all()
    assert only(act="reuse").points == 10


def test_who_asks_the_same_within_three_days_was_not_helped(cast, price, voter, deliver_all):
    price(reuse=10)
    question = factories.ask(cast.alice, "How do I switch roaming on in Norway?")
    answer = factories.solve(question, cast.bob)
    reindex(cast.acme)
    confirm_reuse(member=voter, answer=answer)
    deliver_all()
    factories.ask(voter, "How do I switch roaming on in Norway?")
    deliver_all()
    assert only(act="reuse").ending_said.startswith("The same person asked")


def test_one_credit_per_person_and_answer_in_ninety_days(cast, prices, price, answer, voter):
    price(reuse=10)

    def credit(n):
        return credit_reuse(answer=answer, member=voter, source=f"test:{n}", occurred_at=clock.now())

    assert credit(1).points == 10
    assert credit(2).refusal == "reused_lately"
    with clock.moved(timedelta(days=91)):
        assert credit(3).points == 10


def test_a_broken_promise_is_made_good_once(cast, price):
    price(make_good=50)
    question = factories.ask(cast.alice)
    for n in (1, 2):
        make_good(question=question, source=f"test:{n}", occurred_at=clock.now())
    assert pending(cast.alice) == 50
    assert refusals(act="make_good") == ["stands_already"]


def test_a_deed_that_came_while_an_award_stood_never_earns(cast, price):
    price(make_good=50)
    question = factories.ask(cast.alice)
    first, _second = [make_good(question=question, source=f"test:{n}", occurred_at=clock.now()) for n in (1, 2)]
    void_earning(first, reason="review")
    make_good(question=question, source="test:2", occurred_at=clock.now())
    assert pending(cast.alice) == 0


BARRED = {
    "staff": lambda cast: Membership.objects.filter(pk=cast.bob.pk).update(affiliation="staff"),
    "suspended": lambda cast: Membership.objects.filter(pk=cast.bob.pk).update(
        suspended_until=clock.now() + timedelta(days=1)
    ),
    "not_a_person": lambda cast: Membership.objects.filter(pk=cast.bob.pk).update(kind="former", person=None),
    "declined": lambda cast: choose_points(member=cast.bob, declines=True),
    "no_programme": lambda cast: Program.objects.update(is_running=False),
}


@pytest.mark.parametrize("refusal", BARRED)
def test_who_and_what_never_earns(cast, prices, answer, deliver_all, refusal):
    accept_answer(member=cast.alice, answer=answer)
    BARRED[refusal](cast)
    deliver_all()
    assert refusals(act="accepted") == [refusal]
    assert pending(cast.bob) == 0


def test_askers_do_not_earn_on_their_own_question(cast, prices, deliver_all):
    factories.solve(factories.ask(cast.alice), cast.alice)
    deliver_all()
    assert refusals(act="accepted") == ["own_question"]


def test_moderators_do_not_earn_by_their_own_decision(cast, prices, deliver_all):
    accept_answer(member=cast.mona, answer=factories.answer(cast.mona, factories.ask(cast.alice)))
    deliver_all()
    assert refusals(act="accepted") == ["own_decision"]


def test_without_a_price_list_the_reason_is_recorded(cast, program, answer, deliver_all):
    accept_answer(member=cast.alice, answer=answer)
    deliver_all()
    assert refusals(act="accepted") == ["no_price_list"]


def test_a_company_without_rewards_decides_nothing(cast, deliver_all):
    Program.objects.all().delete()
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    assert not Earning.objects.exists()


def test_what_happened_before_the_programme_earns_nothing(cast, prices, answer, deliver_all):
    accept_answer(member=cast.alice, answer=answer)
    Program.objects.update(created_at=clock.now() + timedelta(minutes=1))
    deliver_all()
    assert refusals(act="accepted") == ["no_programme"]


def test_what_was_imported_earns_nothing(cast, prices, answer):
    award_acceptance(
        answer=answer, accepted_by=cast.alice, basis="asker", source="test", occurred_at=clock.now(), is_live=False
    )
    assert refusals(act="accepted") == ["not_live"]
