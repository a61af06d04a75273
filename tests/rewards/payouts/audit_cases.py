"""What admins do about payouts, for the matrix that every such act is audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from community import clock
from rewards.earning.models import Program
from rewards.payouts.actions.by_hand import make_transfer_file, say_failed
from rewards.payouts.actions.decide import approve_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.actions.steps import note_late_payment
from rewards.payouts.models import Charity, Payout, PayoutDetails, PayoutRules
from tests import factories
from tests.rewards.payouts.conftest import IBAN, fund

Case = tuple[Callable[[Any], object], Callable[[Any], object]]
PAYOUT, RULES, CHARITY = "payouts/payout", "payouts/payoutrules", "payouts/charity"
RULES_WORDS = {
    "offers_cash": "on", "threshold": "700", "credit_threshold": "100", "charity_threshold": "1", "first_day": "1",
    "last_day": "5", "cash_months": ["6", "12"], "second_person_limit": "5000", "default_choice": "keep",
    "details_wait_hours": "72", "countries": "de FR", "yearly_most": "0", "expiry_months": "12", "expiry_charity": "",
}  # fmt: skip
CHARITY_WORDS = {"name": "Sea rescue", "about": "Saves people", "is_active": "on"}
REASON = {"reason": "The account is not theirs"}


def requested(world: Any) -> Payout:
    """Let Bob ask for cash, and keep the payout as `world.payout`."""
    bob = world.cast.bob
    Program.objects.create(company=bob.company, is_running=True)
    PayoutDetails.objects.create(
        company=bob.company, member=bob, holder="Bob", iban=IBAN, is_of_age=True,
        changed_at=clock.now() - timedelta(days=9),
    )  # fmt: skip
    fund(bob, 1000)
    [world.payout] = request_payout(member=bob, parts=[Part("cash", 1000)], submission=uuid4())
    return world.payout


def approved(world: Any) -> Payout:
    """Let an admin approve it."""
    admin = factories.make_member(world.cast.acme, role="admin")
    world.payout = approve_payout(admin=admin, payout=requested(world))
    return world.payout


def in_a_file(world: Any) -> None:
    """Put it into a file of bank transfers."""
    make_transfer_file(admin=approved(world).approved_by)


def paid_late(world: Any) -> None:
    """Let it be paid after it had failed."""
    in_a_file(world)
    world.payout.refresh_from_db()
    say_failed(admin=world.payout.approved_by, payout=world.payout, reason="Nothing came")
    note_late_payment(world.payout, "T 1")


def charity(world: Any) -> None:
    """Make a charity, kept as `world.charity`."""
    world.charity = Charity.objects.create(company=world.cast.acme, name="Tree planters")


def rules(world: Any) -> None:
    """Make rules, kept as `world.rules`."""
    world.rules = PayoutRules.objects.create(company=world.cast.acme)


ACTS: dict[str, Case] = {
    f"{PAYOUT}/approve": (requested, lambda w: w.act(PAYOUT, "approve", w.payout.pk)),
    f"{PAYOUT}/refuse": (requested, lambda w: w.act(PAYOUT, "refuse", w.payout.pk, REASON)),
    f"{PAYOUT}/paid": (in_a_file, lambda w: w.act(PAYOUT, "paid", w.payout.pk, {"reference": "T 1"})),
    f"{PAYOUT}/failed": (in_a_file, lambda w: w.act(PAYOUT, "failed", w.payout.pk, REASON)),
    f"{PAYOUT}/late": (paid_late, lambda w: w.act(PAYOUT, "late", w.payout.pk, REASON)),
}
FORMS: dict[str, Case] = {
    f"{RULES}/add": (lambda w: None, lambda w: w.post(f"/c/acme/manage/{RULES}/add/", RULES_WORDS)),
    f"{RULES}/change": (rules, lambda w: w.post(f"/c/acme/manage/{RULES}/{w.rules.pk}/change/", RULES_WORDS)),
    f"{CHARITY}/add": (lambda w: None, lambda w: w.post(f"/c/acme/manage/{CHARITY}/add/", CHARITY_WORDS)),
    f"{CHARITY}/change": (
        charity,
        lambda w: w.post(f"/c/acme/manage/{CHARITY}/{w.charity.pk}/change/", {"name": "Gone"}),
    ),
}
PAGES: dict[str, Case] = {
    "file of transfers": (approved, lambda w: w.post(f"/c/acme/manage/{PAYOUT}/files/")),
}
