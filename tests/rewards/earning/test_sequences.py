"""Whatever happens in whatever order: the books are right. `make prove` tries ten thousand orders, a plain run a few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from community import clock
from rewards.earning import checks
from rewards.earning.actions.award import award_acceptance, award_vote, make_good
from rewards.earning.actions.hold import hold_earning, release_earning, void_earning
from rewards.earning.actions.pot import sweep_pots
from rewards.earning.actions.vest import vest_due
from rewards.earning.lab import lines_since
from rewards.earning.models import Earning, Program
from rewards.earning.purses import FUNDING, available
from rewards.earning.replay import as_it_was, differences
from rewards.ledger import verification
from rewards.ledger.actions.post import NotEnoughPoints, post
from rewards.ledger.models import Balance, Leg, Transfer
from tests import factories
from tests.rewards.earning.conftest import settle_in

START = datetime(2030, 1, 1, 12, tzinfo=UTC)
PROOFS = (
    verification.transfers_balance,
    verification.balances_equal_their_legs,
    checks.open_awards_equal_balances,
    checks.awards_equal_transfers,
    checks.refused_deeds_moved_nothing,
)
pytestmark = pytest.mark.django_db


class World:
    """Three questions with two answers each, three helpers and two voters. Each event has a number of its own."""

    def __init__(self, cast: Any) -> None:
        self.company = cast.acme
        helpers = [factories.make_member(cast.acme) for _ in range(3)]
        self.voters = [settle_in(factories.make_member(cast.acme)) for _ in range(2)]
        self.questions = [factories.ask(cast.alice) for _ in range(3)]
        self.answers = [
            [factories.answer(helpers[(n + k) % 3], question) for k in range(2)]
            for n, question in enumerate(self.questions)
        ]
        self.helpers = helpers

    def begin(self) -> None:
        self.at, self.events, self.done = START, 0, list[Callable[[], object]]()

    def play(self, step: tuple[str, int, int]) -> None:
        name, i, j = step
        with clock.frozen_at(self.at):
            getattr(self, name)(i, j)

    def deed(self, act: Callable[..., object], **about: Any) -> None:
        """Let an event come, and keep it: it may be delivered again."""
        self.events += 1
        about |= {"source": f"event:{self.events}", "occurred_at": self.at, "is_live": True}
        act(**about)
        self.done.append(lambda: act(**about))

    def accept(self, i: int, j: int) -> None:
        question, answer = self.questions[i], self.answers[i][j % 2]
        standing = Earning.objects.standing().filter(act="accepted", question=question).first()
        if standing is not None and standing.answer_id != answer.pk:
            void_earning(standing, reason="acceptance_withdrawn")
        self.deed(award_acceptance, answer=answer, accepted_by=question.post.author, basis="asker")

    def vote(self, i: int, j: int) -> None:
        self.deed(award_vote, answer=self.answers[i][j % 2], voter=self.voters[j // 2])

    def promise(self, i: int, j: int) -> None:
        self.deed(make_good, question=self.questions[i])

    def again(self, i: int, j: int) -> None:
        """Deliver an old event once more: it changes nothing."""
        if self.done:
            before = self.counts()
            self.done[(3 * i + j) % len(self.done)]()
            assert self.counts() == before

    def counts(self) -> tuple[int, int, int]:
        return Earning.objects.count(), Transfer.objects.count(), Leg.objects.count()

    def _some(self, i: int, j: int, **where: Any) -> Earning | None:
        rows = list(Earning.objects.filter(**where).order_by("pk"))
        return rows[(3 * i + j) % len(rows)] if rows else None

    def void(self, i: int, j: int) -> None:
        earning = self._some(i, j)
        if earning is not None:
            void_earning(earning, reason="review")

    def hold(self, i: int, j: int) -> None:
        earning = self._some(i, j, state="pending")
        if earning is not None:
            hold_earning(earning, reason="review")

    def release(self, i: int, j: int) -> None:
        earning = self._some(i, j, state="held")
        if earning is not None:
            release_earning(earning)

    def wait(self, i: int, j: int) -> None:
        self.at += timedelta(days=6 * i + j + 1)

    def work(self, i: int, j: int) -> None:
        vest_due()
        sweep_pots(self.company)

    def spend(self, i: int, j: int) -> None:
        self.events += 1
        purse = available(self.helpers[i].pk)
        with transaction.atomic():
            try:
                post(
                    company=self.company, kind="spend", source=("test", str(self.events)),
                    legs={purse: -(40 * j + 1), FUNDING: 40 * j + 1},
                )  # fmt: skip
            except NotEnoughPoints:
                return
        # What a claw-back may take below zero, nobody may spend.
        assert Balance.objects.get(account__kind="available", account__member=self.helpers[i]).posted >= 0


OFTEN = ("accept", "vote", "wait", "work")
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*OFTEN, *OFTEN, "accept", "promise", "again", "void", "hold", "release", "spend"]),
        st.integers(0, 2),
        st.integers(0, 3),
    ),
    max_size=25,
)


@pytest.fixture
def world(cast, price) -> World:
    price(
        monthly_pot=700, soft_cap=250, rate_above_cap=30, accepted_answer=100, helpful_vote=9, votes_per_answer=2,
        make_good=60,
    )  # fmt: skip
    Program.objects.update(created_at=START - timedelta(days=1), clawback_floor=35)
    return World(cast)


def check(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [finding for proof in PROOFS for finding in proof(world.company)] == []
    lines = lines_since(world.company, "2030-01")
    assert differences(lines, as_it_was(lines)) == []


def undone(act: Callable[[], None]) -> None:
    """Run the act in a transaction that is rolled back."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def try_orders(world: World, examples: int, part: int = 0) -> None:
    @seed(part)
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(STEPS)
    def whatever_happens(steps: list[tuple[str, int, int]]) -> None:
        def run() -> None:
            world.begin()
            for step in steps:
                world.play(step)
            check(world)

        undone(run)

    whatever_happens()


def test_a_few_orders(world):
    try_orders(world, 40)


@pytest.mark.prove
@pytest.mark.parametrize("part", range(8))
def test_ten_thousand_orders(world, part):
    try_orders(world, 10_000 // 8, part)


@settings(max_examples=20, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS.filter(lambda steps: not any(name in {"work", "spend"} for name, _i, _j in steps)))
def test_taking_everything_back_before_it_vests_is_as_if_nothing_had_been(world, steps):
    def run() -> None:
        world.begin()
        for step in steps:
            world.play(step)
        for earning in Earning.objects.standing():
            void_earning(earning, reason="acceptance_withdrawn")
        with clock.frozen_at(world.at + timedelta(days=60)):
            sweep_pots(world.company)
        assert set(Balance.objects.filter(account__company=world.company).values_list("posted", flat=True)) <= {0}

    undone(run)
