"""Whatever members, admins, workers and a moody billing system do in whatever order: the books are right after each step."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Membership
from community import clock
from community.web.errors import NotAllowed
from rewards.ledger.queries import points_of
from rewards.ledger.verification import findings_of
from rewards.payouts.actions.by_hand import make_transfer_file, say_failed, say_paid
from rewards.payouts.actions.decide import approve_payout, cancel_payout, refuse_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.actions.send import resolve_unknown, send_payout
from rewards.payouts.models import Payout, PayoutDetails
from tests import factories
from tests.rewards.payouts.conftest import IBAN, fund
from tests.rewards.payouts.providers.billing import Billing, serve

MOODS = ["paid", "paid", "refused", "nonsense", "broken", "hang_up"]
STEPS = 40


class World:
    """The product beside a plain account of what everybody should have."""

    def __init__(self, seed: int, members: list[Membership], admins: list[Membership], charity: Any, billing: Billing):
        self.dice, self.members, self.admins = random.Random(seed), members, admins
        self.charity, self.billing = charity, billing
        self.has: dict[int, int] = defaultdict(int)
        self.minutes = 0
        self.forms: list[tuple[Membership, list[Part], Any]] = []

    def step(self) -> None:
        act = self.dice.choice([
            self.fund, self.request, self.request, self.request_again, self.approve, self.approve, self.approve,
            self.refuse, self.cancel, self.send, self.send, self.ask, self.ask, self.make_file, self.by_hand, self.wait,
        ])  # fmt: skip
        try:
            act()
        except NotAllowed:
            return

    def fund(self) -> None:
        member, points = self.dice.choice(self.members), self.dice.randint(1, 900)
        fund(member, points)
        self.has[member.pk] += points

    def request(self) -> None:
        member = self.dice.choice(self.members)
        methods = self.dice.sample(["cash", "credit", "charity"], self.dice.randint(1, 3))
        parts = [Part(m, self.dice.randint(1, 600), self.charity if m == "charity" else None) for m in methods]
        submission = uuid4()
        request_payout(member=member, parts=parts, submission=submission)
        self.has[member.pk] -= sum(part.points for part in parts)
        self.forms.append((member, parts, submission))

    def request_again(self) -> None:
        if self.forms:
            member, parts, submission = self.dice.choice(self.forms)
            request_payout(member=member, parts=parts, submission=submission)

    def approve(self) -> None:
        if payout := self.one("requested"):
            approve_payout(admin=self.dice.choice(self.admins), payout=payout)

    def refuse(self) -> None:
        if payout := self.one("requested", "approved"):
            refuse_payout(admin=self.dice.choice(self.admins), payout=payout, reason="Because")
            self.has[payout.member_id] += payout.points

    def cancel(self) -> None:
        if payout := self.one("requested"):
            cancel_payout(member=payout.member, payout=payout)
            self.has[payout.member_id] += payout.points

    def send(self) -> None:
        self.billing.mood = self.dice.choice(MOODS)
        if payout := self.one("approved", "sending", "paid"):
            was = payout.state
            send_payout(payout.pk)
            self.note_failure(payout, was)

    def ask(self) -> None:
        self.billing.knows = self.dice.random() < 0.8
        if payout := self.one("unknown", "sending"):
            was = payout.state
            resolve_unknown(payout.pk)
            self.note_failure(payout, was)

    def make_file(self) -> None:
        make_transfer_file(admin=self.dice.choice(self.admins))

    def by_hand(self) -> None:
        if payout := self.one("sending"):
            if self.dice.random() < 0.5:
                say_paid(admin=self.dice.choice(self.admins), payout=payout)
            else:
                say_failed(admin=self.dice.choice(self.admins), payout=payout, reason="Sent back")
                self.has[payout.member_id] += payout.points

    def wait(self) -> None:
        self.minutes += self.dice.choice([1, 5, 30])

    def note_failure(self, payout: Payout, was: str) -> None:
        payout.refresh_from_db()
        if payout.state == "failed" and was != "failed":
            self.has[payout.member_id] += payout.points

    def one(self, *states: str) -> Payout | None:
        found = list(Payout.objects.filter(state__in=states).select_related("member", "company").order_by("pk"))
        return self.dice.choice(found) if found else None

    def check(self) -> None:
        for member in self.members:
            points = points_of(member)
            under_way = sum(p.points for p in Payout.objects.filter(member=member).open())
            assert (points.available, points.payout_pending) == (self.has[member.pk], under_way)
        for payout in Payout.objects.filter(method="credit"):
            credited = str(payout.pk) in self.billing.credited
            assert credited or payout.state != "paid", "paid without having been credited"
            assert not (credited and payout.state in {"failed", "refused", "cancelled"}), "credited and given back"


def run(seed: int, cast: Any, second: Membership, charity: Any, webhook: Any) -> None:
    """Let so many random things happen; the dice are the seed's."""
    third = factories.make_member(cast.acme, role="admin")
    members = [cast.bob, cast.alice, cast.ada]
    for member in members:
        PayoutDetails.objects.create(
            company=cast.acme, member=member, holder="Somebody", iban=IBAN, customer_number=f"C-{member.pk}",
            is_of_age=True, changed_at=clock.now() - timedelta(days=9),
        )  # fmt: skip
    with serve(Billing()) as billing:
        webhook.url = f"http://127.0.0.1:{billing.port}/points"
        webhook.save()
        world = World(seed, members, [cast.ada, second, third], charity, billing)
        for _step in range(STEPS):
            with clock.moved(timedelta(minutes=world.minutes)):
                world.step()
            world.check()
    assert findings_of(cast.acme) == []


@pytest.fixture
def small_rules(rules, settings):
    settings.OUTBOUND_LOOPBACK = True
    rules.threshold, rules.credit_threshold, rules.second_person_limit = 1, 1, 700
    rules.save()


@pytest.mark.parametrize("seed", range(12))
def test_the_books_are_right_after_each_step(seed, cast, program, second, charity, webhook, small_rules):
    run(seed, cast, second, charity, webhook)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1000, 1250))
def test_ten_thousand_steps(seed, cast, program, second, charity, webhook, small_rules):
    run(seed, cast, second, charity, webhook)
