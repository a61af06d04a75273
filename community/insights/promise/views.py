"""Whether the company delivered what it promised: for everybody who may read its community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community import clock
from community.insights.promise.bars import Bars, bars_of
from community.insights.promise.models import Outcome
from community.insights.promise.models.promise import Clause
from community.insights.promise.queries.delivery import LEAST_FOR_SHARE, Delivery, deliveries_of
from community.insights.promise.queries.page import (
    ROWS_HEAD,
    WINDOWS,
    Week,
    at_risk,
    last_days,
    rows_of,
    weeks_of,
)
from community.insights.promise.queries.promises import in_force_among, versions_of
from community.insights.promise.wording import percent, sentences, standing
from community.web.csvfile import streamed

_WEEKS_HEAD = (
    "week", "clause", "kept", "broken", "open", "at risk", "not counted", "share kept", "lowest", "highest", "over",
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One clause on the page."""

    clause: str
    label: str
    delivery: Delivery
    reasons: list[tuple[str, int]]
    weeks: list[Week]
    bars: Bars


@require_safe
def promise(request: CompanyRequest) -> HttpResponse:
    """Show the promise, how well it was kept, week by week, and all its versions. Four queries."""
    now, company, days = clock.now(), request.company, _days(request)
    versions = versions_of(company)
    current = in_force_among(versions, now)
    context: dict[str, Any] = {"days": days, "windows": WINDOWS, "least": LEAST_FOR_SHARE, "versions": []}
    if versions:
        deliveries = deliveries_of(last_days(company, days, now), now)
        weeks = weeks_of(company, now)
        context |= {
            "said": sentences(current) if current else [],
            "sections": [
                _section(clause, deliveries[clause], weeks[clause])
                for clause in Clause.values
                if deliveries[clause].total or (current and clause in current.clauses)
            ],
            "at_risk": at_risk(company, now),
            "versions": [
                (each, sentences(each), standing(each, getattr(each, "ends", None), now)) for each in versions
            ],
        }
    member = request.reader.member
    context["may_promise"] = member is not None and member.is_admin
    return render(request, "promise/promise.html", context)


@require_safe
def rows(request: CompanyRequest) -> HttpResponseBase:
    """Hand out a row for each outcome that the page counts in the same days."""
    now = clock.now()
    return streamed("promise.csv", ROWS_HEAD, rows_of(last_days(request.company, _days(request), now), now))


@require_safe
def weeks(request: CompanyRequest) -> HttpResponseBase:
    """Hand out the weeks as the page shows them: no share where it shows none."""
    found = weeks_of(request.company, clock.now())
    lines = [_line(week) for clause in Clause.values for week in found[clause]]
    return streamed("promise-weeks.csv", _WEEKS_HEAD, lines)


def _days(request: HttpRequest) -> int:
    chosen = request.GET.get("days", "")
    return int(chosen) if chosen in {str(days) for days in WINDOWS} else WINDOWS[0]


def _section(clause: str, delivery: Delivery, weeks: list[Week]) -> Section:
    reasons = [(str(Outcome.Reason(name).label), count) for name, count in sorted(delivery.excluded.items())]
    return Section(clause, str(Clause(clause).label), delivery, reasons, weeks, bars_of(weeks))


def _line(week: Week) -> tuple[object, ...]:
    tally = week.delivery
    lowest, highest = tally.interval or (None, None)
    shares = (percent(tally.share), percent(lowest), percent(highest))
    counts = (tally.kept, tally.broken, tally.open, tally.at_risk, tally.not_counted)
    return (week.begins.isoformat(), tally.clause, *counts, *shares, "yes" if week.is_over else "no")
