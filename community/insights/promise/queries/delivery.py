"""How well a promise was kept for a population of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q

from community.insights.clocks.queries.population import Population
from community.insights.promise.models import Outcome
from community.insights.promise.models.outcome import OutcomeQuerySet
from community.insights.promise.models.promise import Clause
from community.statistics.shares import wilson_interval

# Below this many, a share says nothing and is not given.
LEAST_FOR_SHARE: Final = 30


@dataclass(frozen=True)
class Delivery:
    """What became of one clause for the questions of a population.

    `broken` includes `overdue`: those whose time is over although no job has written that down yet. `open` can still be
    kept; `at_risk` of them have used up 70 % of their time. `excluded` says how many are not counted, by reason.
    """

    clause: str
    kept: int = 0
    broken: int = 0
    overdue: int = 0
    open: int = 0
    at_risk: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def settled(self) -> int:
        """Return how many count: kept and broken ones."""
        return self.kept + self.broken

    @property
    def not_counted(self) -> int:
        """Return how many are excluded."""
        return sum(self.excluded.values())

    @property
    def total(self) -> int:
        """Return how many outcomes there are."""
        return self.settled + self.open + self.not_counted

    @property
    def share(self) -> float | None:
        """Return kept / (kept + broken), None where fewer than 30 count."""
        return self.kept / self.settled if self.settled >= LEAST_FOR_SHARE else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval of the share after Wilson, None where there is no share."""
        return wilson_interval(self.kept, self.settled) if self.settled >= LEAST_FOR_SHARE else None


def outcomes_of(population: Population) -> OutcomeQuerySet:
    """Return the outcomes of all chosen questions, those in no figure included: they are listed as excluded."""
    return Outcome.objects.of(population.company).filter(question__in=population.chosen().values("question"))


def delivery_of(population: Population, now: datetime, clause: str = Clause.FIRST_ANSWER.value) -> Delivery:
    """Return what became of one clause. Both clauses cost one query: `deliveries_of`."""
    return deliveries_of(population, now)[clause]


def deliveries_of(population: Population, now: datetime) -> dict[str, Delivery]:
    """Return what became of each clause, also of one that was never promised (nothing then). One query."""
    return tallied(outcomes_of(population), now)


def tallied(outcomes: OutcomeQuerySet, now: datetime) -> dict[str, Delivery]:
    """Return what the outcomes add up to, by clause, as they are at the moment. One query."""
    found = tallied_by(outcomes, now, "company")
    return next(iter(found.values()), None) or _by_clause([])


def tallied_by(outcomes: OutcomeQuerySet, now: datetime, group: str) -> dict[Any, dict[str, Delivery]]:
    """Return what the outcomes add up to for each value of the field, by clause, as they are at the moment. One query."""
    is_open = Q(state=Outcome.State.OPEN)
    rows = (
        outcomes.order_by()
        .values(group, "clause", "reason")
        .annotate(
            kept=Count("pk", filter=Q(state=Outcome.State.KEPT)),
            written=Count("pk", filter=Q(state=Outcome.State.BROKEN)),
            overdue=Count("pk", filter=is_open & Q(deadline__lt=now)),
            open=Count("pk", filter=is_open & Q(deadline__gte=now)),
            at_risk=Count("pk", filter=is_open & Q(deadline__gte=now, at_risk_from__lte=now)),
            excluded=Count("pk", filter=Q(state=Outcome.State.EXCLUDED)),
        )
    )
    by_group: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_group[row[group]].append(row)
    return {key: _by_clause(found) for key, found in by_group.items()}


def _by_clause(rows: Iterable[Mapping[str, Any]]) -> dict[str, Delivery]:
    found = {clause: Delivery(clause) for clause in Clause.values}
    for row in rows:
        before = found[row["clause"]]
        if row["reason"]:
            excluded = {**before.excluded, row["reason"]: row["excluded"]}
            found[row["clause"]] = replace(before, excluded=excluded)
            continue
        found[row["clause"]] = replace(
            before,
            kept=row["kept"],
            broken=row["written"] + row["overdue"],
            overdue=row["overdue"],
            open=row["open"],
            at_risk=row["at_risk"],
        )
    return found
