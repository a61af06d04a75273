"""Writing down what a promise is for questions, from their clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import Company
from community.events.models import Event
from community.insights.clocks.models import Clock
from community.insights.promise.models import Outcome, Promise
from community.insights.promise.queries.promises import in_force_among, versions_of
from community.insights.promise.settling import AT_RISK_AFTER, settle

# The fields that follow from the clock and the promise.
FOLLOWS = ("promise", "is_live", "asked_at", "at_risk_from", "deadline", "state", "reason", "settled_at")


@transaction.atomic
def write_outcomes(clocks: Iterable[Clock], now: datetime) -> list[Outcome]:
    """Write the outcomes of the questions whose first episodes are among the clocks; return them.

    Two queries for each company and one more, whatever the number of clocks. Questions that were asked while nothing was
    promised have none. Running twice writes the same rows. Records nothing: see `actions.breach`.
    """
    by_company: dict[int, list[Clock]] = defaultdict(list)
    for clock in clocks:
        if clock.episode == 1:
            by_company[clock.company_id].append(clock)
    companies = Company.objects.in_bulk(by_company)
    written: list[Outcome] = []
    for key in sorted(by_company):
        company = companies[key]
        versions = versions_of(company)
        rows = [row for clock in by_company[key] for row in outcomes_for(clock, versions, company, now)]
        Outcome.objects.bulk_create(
            rows,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["company", "question", "clause"],
            update_fields=FOLLOWS,
        )
        written += rows
    return written


def outcomes_for(clock: Clock, versions: list[Promise], company: Company, now: datetime) -> list[Outcome]:
    """Return the outcomes of the question of this clock as unsaved rows, given all versions of the company's promise."""
    promise = in_force_among(versions, clock.asked_at)
    if promise is None:
        return []
    return [
        Outcome(
            company_id=clock.company_id,
            question_id=clock.question_id,
            clause=each.clause,
            promise=promise,
            is_live=clock.source == Event.Source.LIVE,
            asked_at=clock.asked_at,
            at_risk_from=clock.asked_at + AT_RISK_AFTER * (each.deadline - clock.asked_at),
            deadline=each.deadline,
            state=each.state,
            reason=each.reason,
            settled_at=each.settled_at,
        )
        for each in settle(clock, promise, now, is_demo=company.is_demo)
    ]
