"""Deciding the past again: under its own prices it comes out as it was, to the point."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community import clock
from community.questions.actions.accept import withdraw_acceptance
from community.questions.actions.hide import hide_post
from community.questions.actions.vote import vote_on
from community.statistics.shares import gini
from rewards.earning.actions.hold import hold_earning, release_earning
from rewards.earning.actions.vest import vest_due
from rewards.earning.lab import compare, compare_draft, lines_since
from rewards.earning.models import Earning, PriceList
from rewards.earning.pricing import ACCEPTED, Facts
from rewards.earning.replay import Line, as_it_was, differences, replay
from rewards.ledger.models import Account, Balance
from rewards.ledger.verification import findings_of
from tests import factories
from tests.rewards.earning.conftest import settle_in
from tests.rewards.earning.test_pricing import PRICES

START = datetime(2030, 1, 20, 12, tzinfo=UTC)


def line(sequence: int, member: int = 1, points: int = 100, **more) -> Line:
    facts = Facts(act=ACCEPTED)
    return Line(sequence=sequence, month="2030-01", member=member, facts=facts, prices=PRICES, points=points, **more)


def test_the_gini_of_the_example():
    assert gini([4, 1, 12, 1, 2]) == pytest.approx(0.5)
    assert gini([]) == gini([0, 0]) == 0
    assert gini([7, 7, 7]) == pytest.approx(0)


def test_a_smaller_pot_pays_the_first_only():
    lines = [line(1, 1), line(2, 2), line(3, 3)]
    after = replay(lines, lambda each: replace(PRICES, monthly_pot=250))
    assert after.points == {1: 100, 2: 100, 3: 0}
    assert after.months == {"2030-01": 200}


def test_what_was_voided_can_be_earned_again_and_counts_for_nobody():
    lines = [line(1, ended_sequence=2, to_pot=True), line(3)]
    after = replay(lines, lambda each: replace(PRICES, monthly_pot=100))
    assert after.points == {1: 100, 3: 100}
    assert after.members == {1: 100}


def test_what_was_clawed_back_does_not_return_to_the_pot():
    lines = [line(1, ended_sequence=2), line(3)]
    after = replay(lines, lambda each: replace(PRICES, monthly_pot=100))
    assert after.points == {1: 100, 3: 0}


def test_what_could_not_be_taken_back_is_kept():
    lines = [line(1, ended_sequence=2, shortfall=30)]
    assert as_it_was(lines).members == {1: 30}
    assert replay(lines, lambda each: replace(PRICES, accepted_answer=20)).members == {1: 20}


def test_a_line_that_does_not_come_out_as_paid_is_found():
    lines = [line(1, points=99)]
    assert differences(lines, as_it_was(lines)) == [1]


def test_who_gains_and_who_loses():
    lines = [line(1, 1), *(line(n, 2) for n in range(2, 12))]
    found = compare(lines, replace(PRICES, accepted_answer=50, soft_cap=100, rate_above_cap=0), "2030-01")
    assert found.cost_before == 1100 and found.cost_after == 150
    assert [(each.number, each.change) for each in found.losers] == [(2, -900), (1, -50)]
    assert not found.winners and found.gini_after < found.gini_before
    assert sum(each.change for each in found.deciles) == -950


class History:
    """A random past of a few months: small pots and caps, voids, claw-backs, holds, and a change of prices."""

    def __init__(self, cast, price, deliver_all, seed: int) -> None:
        self.random = random.Random(seed)
        self.cast, self.price, self.deliver_all = cast, price, deliver_all
        self.helpers = [settle_in(factories.make_member(cast.acme)) for _ in range(4)]
        self.answers: list = []

    def change_prices(self) -> None:
        chance = self.random
        self.price(
            monthly_pot=chance.choice([0, 150, 400, 900]), soft_cap=chance.choice([50, 150, 5000]),
            rate_above_cap=chance.choice([0, 33, 50]), accepted_answer=chance.choice([70, 100]), first_answer=15,
            first_answers=3, helpful_vote=7, votes_per_answer=2,
        )  # fmt: skip

    def solve(self) -> None:
        self.answers.append(factories.solve(factories.ask(self.cast.alice), self.random.choice(self.helpers)))

    def vote(self) -> None:
        if self.answers:
            answer = self.random.choice(self.answers)
            voters = [helper for helper in self.helpers if helper.pk != answer.post.author_id]
            vote_on(voter=self.random.choice(voters), answer=answer, value=self.random.choice([1, 1, -1]))

    def withdraw(self) -> None:
        if self.answers:
            answer = self.answers.pop(self.random.randrange(len(self.answers)))
            withdraw_acceptance(member=self.cast.alice, question=answer.question)

    def hide(self) -> None:
        if self.answers:
            answer = self.answers.pop(self.random.randrange(len(self.answers)))
            hide_post(moderator=self.cast.mona, post=answer.post, reason="Chance")

    def review(self) -> None:
        pending = Earning.objects.filter(state="pending").order_by("?").first()
        if pending:
            hold_earning(pending, reason="review")
            if self.random.random() < 0.5:
                release_earning(pending)

    def run(self) -> None:
        acts = [self.solve] * 5 + [self.vote] * 4 + [self.withdraw, self.hide, self.review, self.change_prices]
        at = START
        self.change_prices()
        for _ in range(40):
            at += timedelta(hours=self.random.randrange(1, 72))
            with clock.frozen_at(at):
                self.random.choice(acts)()
                self.deliver_all()
                vest_due()
        self.ended_at = at


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_past_under_its_own_prices_is_the_ledger_to_the_unit(cast, program, price, deliver_all, seed):
    program.created_at = START - timedelta(days=1)
    program.save()
    history = History(cast, price, deliver_all, seed)
    with clock.frozen_at(START):
        history.run()
    with clock.frozen_at(history.ended_at):
        assert findings_of(cast.acme) == []
    lines = lines_since(cast.acme, "2030-01")
    again = as_it_was(lines)
    assert len(lines) > 20
    assert differences(lines, again) == []
    purses = {"pending", "held", "available"}
    booked = Balance.objects.filter(account__company=cast.acme, account__kind__in=purses)
    kept = sum(booked.values_list("posted", flat=True))
    assert again.cost == kept
    for month, used in again.months.items():
        pots = Balance.objects.filter(account__kind=Account.Kind.POT, account__purpose=month)
        assert sum(pots.values_list("posted", flat=True)) == again.pots[month] - used


@pytest.mark.django_db
def test_a_draft_is_compared_and_nothing_is_written(cast, prices, deliver_all):
    for _ in range(3):
        factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    draft = PriceList.objects.create(
        company=cast.acme, version=2, author=cast.ada, monthly_pot=1000, accepted_answer=30, soft_cap=10_000
    )
    found = compare_draft(cast.acme, draft, 30)
    assert (found.cost_before, found.cost_after, found.wrong) == (300, 90, 0)
    assert Earning.objects.filter(act="accepted", points=100).count() == 3
