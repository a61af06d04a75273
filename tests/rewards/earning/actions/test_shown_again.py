"""What is hidden earns nothing; what is shown again earns again, unless a person decided against it."""

from __future__ import annotations

import pytest

from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.vote import vote_on
from community.questions.models import Answer
from rewards.earning.actions.hold import void_earning
from rewards.earning.actions.make_whole import make_whole
from rewards.earning.models import Earning
from rewards.ledger.queries import points_of
from tests import factories
from tests.rewards.earning.conftest import settle_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("verified")]


@pytest.fixture
def answer(cast, price, deliver_all):
    """An answer with a helpful vote worth five points."""
    price(helpful_vote=5)
    answer = factories.answer(cast.bob, factories.ask(cast.alice))
    vote_on(voter=settle_in(factories.make_member(cast.acme)), answer=answer, value=1)
    deliver_all()
    assert pending(cast.bob) == 5
    return answer


@pytest.fixture
def turn(cast, deliver_all):
    """Hide a post, or show it again, and let points follow."""

    def put(act, post) -> None:
        post.refresh_from_db()
        act(moderator=cast.mona, post=post, **({"reason": "spam"} if act is hide_post else {}))
        deliver_all()

    return put


def pending(member) -> int:
    return points_of(member).pending


def test_an_answer_that_is_hidden_earns_nothing_when_its_question_is_shown_again(cast, answer, turn):
    turn(hide_post, answer.post)
    turn(hide_post, answer.question.post)
    turn(restore_post, answer.question.post)
    assert pending(cast.bob) == 0
    turn(restore_post, answer.post)
    assert pending(cast.bob) == 5


def test_an_answer_that_is_shown_again_earns_nothing_while_its_question_is_hidden(cast, answer, turn):
    turn(hide_post, answer.question.post)
    turn(hide_post, answer.post)
    turn(restore_post, answer.post)
    assert pending(cast.bob) == 0
    turn(restore_post, answer.question.post)
    assert pending(cast.bob) == 5


def test_first_answers_are_awarded_once_both_are_shown(cast, price, answer, turn):
    price(first_answer=20, first_answers=3)
    carl = factories.make_member(cast.acme)
    late = factories.answer(carl, answer.question)
    hide_post(moderator=cast.mona, post=late.question.post, reason="spam")
    turn(hide_post, late.post)
    turn(restore_post, late.question.post)
    assert pending(carl) == 0
    turn(restore_post, late.post)
    assert pending(carl) == 20


def test_what_a_person_refused_is_not_paid_when_it_is_shown_again(cast, answer, turn):
    for _turn in range(2):
        void_earning(Earning.objects.standing().get(), reason="review", actor=cast.mona) if _turn else None
        turn(hide_post, answer.post)
        turn(restore_post, answer.post)
        assert pending(cast.bob) == (0 if _turn else 5)


def test_what_a_person_refused_is_not_paid_when_it_is_accepted_again_until_an_appeal(cast, price, deliver_all):
    price()
    answer = factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    refused = void_earning(Earning.objects.standing().get(), reason="review", actor=cast.mona)
    withdraw_acceptance(member=cast.alice, question=answer.question)
    accept_answer(member=cast.alice, answer=Answer.objects.get(pk=answer.pk))
    deliver_all()
    assert pending(cast.bob) == 0
    assert Earning.objects.latest("sequence").refusal == "reviewed"
    make_whole(earning=refused, case=1, actor=cast.mona)
    assert pending(cast.bob) == 100


def test_another_helper_of_the_question_is_paid(cast, price, deliver_all):
    price()
    question = factories.ask(cast.alice)
    factories.solve(question, cast.bob)
    deliver_all()
    void_earning(Earning.objects.standing().get(), reason="review", actor=cast.mona)
    carl = factories.make_member(cast.acme)
    question.refresh_from_db()
    withdraw_acceptance(member=cast.alice, question=question)
    accept_answer(member=cast.alice, answer=factories.answer(carl, question))
    deliver_all()
    assert pending(carl) == 100
