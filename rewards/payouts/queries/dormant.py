"""Points that nobody has moved for a long time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from accounts.models import Company
from rewards.earning.calendar import zone_of
from rewards.ledger.models import Account, Balance, Leg
from rewards.payouts.models import Payout
from rewards.payouts.months import months_after


@dataclass(frozen=True)
class Dormant:
    """A member's spendable points and the day on which they expire if nothing moves them."""

    member: int
    points: int
    expires_on: date


def dormant_points(company: Company, months: int, *, member: int | None = None) -> list[Dormant]:
    """Return every member, or the one, with spendable points and when those expire. Nobody with a payout under way.

    Any movement of any of the member's points begins the time anew.
    """
    balances = Balance.objects.filter(
        account__company=company, account__kind=Account.Kind.AVAILABLE, posted__gt=0
    ).exclude(account__member__in=Payout.objects.of(company).open().values("member"))
    if member is not None:
        balances = balances.filter(account__member=member)
    points = dict(balances.values_list("account__member", "posted"))
    legs = Leg.objects.filter(company=company, account__member__in=points).values("account__member")
    moved = legs.annotate(last=Max("transfer__effective_at")).values_list("account__member", "last")
    zone = zone_of(company)
    return [
        Dormant(member, points[member], months_after(last.astimezone(zone).date(), months))
        for member, last in sorted(moved)
    ]
