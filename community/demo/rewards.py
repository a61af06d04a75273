"""Letting the demo's companies pay for help, as if that had been decided before the past that they come with."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Membership
from community.demo.people import Scene
from rewards.earning.models import PriceList, Program
from rewards.payouts.models import Charity, PayoutRules

_PRICES = {
    "monthly_pot": 50_000,
    "soft_cap": 10_000,
    "rate_above_cap": 25,
    "accepted_answer": 100,
    "first_answer": 20,
    "first_answers": 5,
    "helpful_vote": 5,
    "votes_per_answer": 10,
    "reuse": 20,
    "reuse_most": 200,
    "make_good": 200,
}
_EUROS = {"de", "fr", "nl"}
# Invented ones, and a threshold that a first accepted answer passes, so that a payout can be tried at once.
_CHARITIES = (
    ("Harbour Lifeboat Friends", "Volunteers who row out when somebody is in trouble at sea."),
    ("The Reading Bus", "Brings books to villages without a library."),
)


def open_rewards(scene: Scene, now: datetime) -> None:
    """Write the programme, a price list in force and the charities; part of the caller's transaction. Audits nothing.

    What happened before `now` earned nothing: its points would be in nobody's books. Does nothing in a company with fewer
    than two admins, who could not have approved a price list.
    """
    admins = [member for member in scene.members.values() if member.role == Membership.Role.ADMIN]
    if len(admins) < 2:
        return
    author, approver = admins[:2]
    currency = "EUR" if scene.company.default_language in _EUROS else "GBP"
    Program.objects.create(company=scene.company, is_running=True, currency=currency, created_at=now)
    PriceList.objects.create(
        company=scene.company,
        version=1,
        state=PriceList.State.ACTIVE,
        author=author,
        activated_by=approver,
        created_at=now,
        activated_at=now,
        **_PRICES,
    )
    Charity.objects.bulk_create(Charity(company=scene.company, name=name, about=about) for name, about in _CHARITIES)
    PayoutRules.objects.create(company=scene.company, charity_threshold=50)
