"""What pages show of prices, pots and earnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Exists, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate

from accounts.models import Company, Membership
from community import clock
from rewards.earning.calendar import month_of, zone_of
from rewards.earning.models import Earning, EarningChoice, PriceList, Program
from rewards.ledger.models import Account, Balance

__all__ = [
    "Due", "ShownPrices", "declines_points", "held_with_reasons", "month_of", "pending_by_date", "prices_of",
    "told_earnings", "wallet_lines",
]  # fmt: skip


# Nobody was promised anything for these.
_UNTOLD = ("no_price", "not_newcomer", "no_programme", "no_price_list", "not_live", "stands_already")


@dataclass(frozen=True)
class ShownPrices:
    """The prices in force, and what the pot of this month still holds of `prices.monthly_pot`."""

    program: Program
    prices: PriceList
    month: str
    pot_left: int

    @property
    def is_used_up(self) -> bool:
        """Return whether the pot holds too little for an accepted answer: recognition only."""
        return self.pot_left < max(int(self.prices.accepted_answer), 1)


@dataclass(frozen=True)
class Due:
    """Points that vest on one day of the company's calendar; `at` is when the first of them do."""

    at: datetime
    points: int


def prices_of(company: Company, member: Membership | None = None) -> ShownPrices | None:
    """Return the prices in force; None where no rewards run, and for a member who declined points. One query."""
    month = month_of(company, clock.now())
    pot = Balance.objects.filter(
        account__company=OuterRef("company"), account__kind=Account.Kind.POT, account__purpose=month
    )
    prices = (
        PriceList.objects.of(company)
        .active()
        .filter(company__reward_program__is_running=True)
        .select_related("company__reward_program")
        .exclude(Exists(EarningChoice.objects.filter(member=member, declines_points=True)))
        .annotate(pot_left=Subquery(pot.values("posted")[:1], output_field=BigIntegerField()))
        .first()
    )
    if prices is None:
        return None
    # The first decision of a month fills its pot.
    in_pot: int | None = prices.pot_left  # type: ignore[attr-defined]  # annotated above
    left = prices.monthly_pot if in_pot is None else in_pot
    return ShownPrices(program=prices.company.reward_program, prices=prices, month=month, pot_left=left)


def wallet_lines(member: Membership, *, refused: bool = True) -> QuerySet[Earning]:
    """Return the decisions about the member's deeds, newest first; without `refused` the paid ones only."""
    rows = Earning.objects.filter(company=member.company_id, member=member)
    if not refused:
        rows = rows.exclude(state=Earning.State.REFUSED)
    return rows.select_related("question", "price_list").order_by("-decided_at", "-pk")


def told_earnings(member: Membership) -> QuerySet[Earning]:
    """Return the decisions worth telling the member of, newest first: not those about deeds that have no price here."""
    return wallet_lines(member).exclude(refusal__in=_UNTOLD)


def pending_by_date(member: Membership) -> list[Due]:
    """Return the member's pending points by the day on which they vest, the nearest first."""
    rows = Earning.objects.filter(company=member.company_id, member=member, state=Earning.State.PENDING)
    zone = zone_of(member.company)
    days = rows.annotate(day=TruncDate("matures_at", tzinfo=zone)).values("day")
    totals = days.annotate(points=Sum("points"), at=Min("matures_at")).order_by("day")
    return [Due(at=row["at"], points=row["points"]) for row in totals]


def held_with_reasons(member: Membership) -> list[Earning]:
    """Return the member's awards under review, oldest first; each says why in `hold_said`."""
    rows = Earning.objects.filter(company=member.company_id, member=member, state=Earning.State.HELD)
    return list(rows.select_related("question").order_by("held_at", "pk"))


def declines_points(member: Membership) -> bool:
    """Return whether the member chose recognition without points."""
    return EarningChoice.objects.filter(member=member, declines_points=True).exists()
