"""What a company publishes: how much was paid out, how evenly, and what charities got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.db.models import Sum

from accounts.models import Company
from rewards.ledger.models import Account, Balance
from rewards.payouts.models import Charity, Payout

# Fewer people than that could be recognised by their shares.
FEWEST_FOR_DECILES: Final = 10
_DECILES: Final = 10


@dataclass(frozen=True)
class Totals:
    """Points paid out since the beginning. `deciles` are the shares in percent of each tenth of those paid, most first."""

    paid: int
    by_method: Mapping[str, int]
    charities: Sequence[tuple[Charity, int]]
    people: int
    deciles: Sequence[float]


def totals_of(company: Company) -> Totals:
    """Return the company's totals, in three queries. What expired to a charity counts as given to it."""
    balances = Balance.objects.filter(
        account__company=company, account__kind__in=[Account.Kind.PAID_OUT, Account.Kind.CHARITY]
    )
    rows = list(balances.values_list("account__kind", "account__purpose", "posted"))
    given = {purpose: posted for kind, purpose, posted in rows if kind == Account.Kind.CHARITY}
    by_method = {purpose: posted for kind, purpose, posted in rows if kind == Account.Kind.PAID_OUT}
    by_method[Payout.Method.CHARITY] = sum(given.values())
    charities = Charity.objects.filter(company=company, pk__in=[int(key) for key in given])
    people = paid_by_member(company)
    return Totals(
        paid=sum(by_method.values()),
        by_method={method: points for method, points in by_method.items() if points},
        charities=sorted(((each, given[str(each.pk)]) for each in charities), key=lambda pair: -pair[1]),
        people=len(people),
        deciles=shares_by_decile(people) if len(people) >= FEWEST_FOR_DECILES else [],
    )


def paid_by_member(company: Company) -> list[int]:
    """Return the points that each member was paid, all methods together, most first; nobody without any."""
    rows = Payout.objects.of(company).filter(state=Payout.State.PAID).values("member").annotate(total=Sum("points"))
    return sorted((int(row["total"]) for row in rows), reverse=True)


def shares_by_decile(amounts: Sequence[int]) -> list[float]:
    """Return the share in percent of each tenth of the amounts, which come largest first."""
    whole, count = sum(amounts), len(amounts)
    cuts = [count * tenth // _DECILES for tenth in range(_DECILES + 1)]
    return [100 * sum(amounts[start:end]) / whole if whole else 0.0 for start, end in pairwise(cuts)]


def gini(amounts: Sequence[int]) -> float:
    """Return how uneven amounts are: 0 when all are the same, nearly 1 when one has everything."""
    ordered, count, whole = sorted(amounts), len(amounts), sum(amounts)
    if not whole:
        return 0.0
    ranked = sum(rank * amount for rank, amount in enumerate(ordered, start=1))
    return 2 * ranked / (count * whole) - (count + 1) / count
