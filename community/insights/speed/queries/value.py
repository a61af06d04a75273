"""What answers of members saved the company, as a range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from accounts.models import Company
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.population import Population
from community.insights.speed.models import ValueAssumptions

_SHOWN: Final = 10


@dataclass(frozen=True)
class Value:
    """What was avoided: `solved` questions times the share that would have contacted support, times what that costs.

    Three guesses, never one: the low share with the low cost, the middle ones, the high ones. In the currency.
    """

    solved: int
    low: Decimal
    middle: Decimal
    high: Decimal
    currency: str


def assumptions_of(company: Company) -> list[ValueAssumptions]:
    """Return the newest versions, the one in force first; none where no admin has said anything. One query."""
    return list(ValueAssumptions.objects.of(company).select_related("author")[:_SHOWN])


def value_of(population: Population, assumed: ValueAssumptions) -> Value:
    """Return what the population's questions saved. One query.

    Counted are the questions that the dashboard counts as solved by a member: staff and services saved nobody's work.
    """
    by_members = population.clocks().filter(resolved_at__isnull=False, solver_standing=Clock.Standing.PEER)
    solved = by_members.count()
    low, middle, high = (
        (solved * Decimal(share) / 100 * cost).quantize(Decimal("0.01"))
        for share, cost in (
            (assumed.share_low, assumed.cost_low),
            (assumed.share_middle, assumed.cost_middle),
            (assumed.share_high, assumed.cost_high),
        )
    )
    return Value(solved=solved, low=low, middle=middle, high=high, currency=assumed.currency)
