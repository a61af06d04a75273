"""What a company publishes: how much was paid out, how evenly, and what charities got."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.db.models import Sum

from accounts.models import Company
from rewards.ledger.models import Account, Leg
from rewards.payouts.models import Charity, Payout
from rewards.payouts.queries.rules import program_of

# Fewer people than that could be recognised by their shares.
FEWEST_FOR_DECILES: Final = 10
_DECILES: Final = 10


Money = Mapping[str, int]


@dataclass(frozen=True)
class Totals:
    """Money paid out since the beginning, as it was worth then: per currency, in its smallest unit.

    `deciles` are the shares in percent, of the points, of each tenth of those paid, most first.
    """

    paid: Money
    by_method: Mapping[str, Money]
    charities: Sequence[tuple[Charity, Money]]
    people: int
    deciles: Sequence[float]


def totals_of(company: Company) -> Totals:
    """Return the company's totals, in four queries. What expired to a charity counts as given, at a point's worth of now."""
    paid, by_method, given = (
        Counter[str](),
        defaultdict[str, Counter[str]](Counter),
        defaultdict[int, Counter[str]](Counter),
    )
    for method, charity, currency, minor in [*_payouts(company), *_expired_to_charities(company)]:
        paid[currency] += minor
        by_method[method][currency] += minor
        if charity:
            given[charity][currency] += minor
    charities = Charity.objects.filter(company=company, pk__in=given)
    people = paid_by_member(company)
    return Totals(
        paid=dict(paid),
        by_method={method: dict(by_method[method]) for method in Payout.Method.values if by_method.get(method)},
        charities=sorted(((each, given[each.pk]) for each in charities), key=lambda pair: -sum(pair[1].values())),
        people=len(people),
        deciles=shares_by_decile(people) if len(people) >= FEWEST_FOR_DECILES else [],
    )


def _payouts(company: Company) -> list[tuple[str, int | None, str, int]]:
    """Return the sums of paid payouts by method, charity and currency."""
    rows = Payout.objects.of(company).filter(state=Payout.State.PAID).order_by()
    sums = rows.values("method", "charity", "currency").annotate(total=Sum("amount_minor"))
    return [(row["method"], row["charity"], row["currency"], int(row["total"])) for row in sums]


def _expired_to_charities(company: Company) -> list[tuple[str, int | None, str, int]]:
    """Return what expired points gave to charities; no payout says what they were worth."""
    program = program_of(company)
    rows: Any = (
        Leg.objects.filter(company=company, transfer__kind="expire", account__kind=Account.Kind.CHARITY)
        .values("account__purpose")
        .annotate(total=Sum("amount"))
    )
    if program is None:
        return []
    worth, currency = program.minor_units_per_point, program.currency
    return [(Payout.Method.CHARITY, int(row["account__purpose"]), currency, int(row["total"]) * worth) for row in rows]


def paid_by_member(company: Company) -> list[int]:
    """Return the points that each member was paid, all methods together, most first; nobody without any."""
    rows = Payout.objects.of(company).filter(state=Payout.State.PAID).values("member").annotate(total=Sum("points"))
    return sorted((int(row["total"]) for row in rows), reverse=True)


def shares_by_decile(amounts: Sequence[int]) -> list[float]:
    """Return the share in percent of each tenth of the amounts, which come largest first."""
    whole, count = sum(amounts), len(amounts)
    cuts = [count * tenth // _DECILES for tenth in range(_DECILES + 1)]
    return [100 * sum(amounts[start:end]) / whole if whole else 0.0 for start, end in pairwise(cuts)]
