"""Adding clocks up to cohorts, a whole day at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Max, Min, Q

from accounts.models import Company
from community import clock
from community.insights.clocks.actions.mark import mark_days
from community.insights.clocks.definitions import MEASURES
from community.insights.clocks.locks import write_beside_others
from community.insights.clocks.models import Clock, Cohort, DayToRollUp
from community.insights.clocks.queries.cohort_sql import COLUMNS, cohorts_sql
from community.insights.clocks.queries.population import begin_of, zone_of

# What is imported or changed late still gets into the cohorts of these days every night.
LATE: Final = timedelta(days=35)
_DAYS_AT_ONCE: Final = 100


@transaction.atomic
def roll_up_marked(company: Company) -> int:
    """Write the cohorts of marked days again and take the marks away; return how many days.

    Days whose clocks are being changed at this moment are left for the next time. Other versions' values are kept.
    The work follows the number of days and of the questions asked on them, not the history. Raises NotYet while the
    company's clocks are rebuilt.
    """
    write_beside_others(company.pk)
    marks = DayToRollUp.objects.filter(company=company).select_for_update(skip_locked=True).order_by("day")
    days = list(marks.values_list("day", flat=True)[:_DAYS_AT_ONCE])
    for since, until in _stretches(days):
        write_cohorts(company, since, until)
    DayToRollUp.objects.filter(company=company, day__in=days).delete()
    return len(days)


@transaction.atomic
def mark_late(company: Company) -> int:
    """Mark the last 35 days, so that their cohorts are written again whatever was missed; return how many."""
    today = clock.now().astimezone(zone_of(company)).date()
    days = [today - timedelta(days=back) for back in range(LATE.days)]
    mark_days(company, days)
    return len(days)


@transaction.atomic
def roll_up_everything(company: Company) -> int:
    """Write all cohorts of the present definitions again and take all marks away; return how many cohorts.

    The caller keeps others from writing clocks and cohorts of the company.
    """
    DayToRollUp.objects.filter(company=company).delete()
    Cohort.objects.filter(_present(), company=company).delete()
    asked = Clock.objects.of(company).first_episodes().aggregate(first=Min("asked_at"), last=Max("asked_at"))
    if asked["first"] is None:
        return 0
    zone = zone_of(company)
    return write_cohorts(company, asked["first"].astimezone(zone).date(), asked["last"].astimezone(zone).date())


def write_cohorts(company: Company, since: date, until: date) -> int:
    """Write the cohorts of the days from `since` to `until` in the caller's transaction; return how many.

    What other versions of the definitions have left stays as it is.
    """
    zone = zone_of(company)
    begins, ends = begin_of(since, zone), begin_of(until + timedelta(days=1), zone)
    Cohort.objects.filter(_present(), company=company, day__gte=since, day__lte=until).delete()
    written, moment = 0, clock.now()
    with connection.cursor() as cursor:
        for definition in MEASURES.values():
            select, values = cohorts_sql(company, definition, zone.key, begins, ends)
            cursor.execute(
                f"INSERT INTO clocks_cohort ({COLUMNS}, rolled_up_at) SELECT *, %(now)s FROM ({select}) AS cohorts",
                {**values, "now": moment},
            )
            written += cursor.rowcount
    return written


def _present() -> Q:
    """Choose the values of the present definitions."""
    chosen = Q()
    for each in MEASURES.values():
        chosen |= Q(definition=each.id, version=each.version)
    return chosen


def _stretches(days: list[date]) -> Iterator[tuple[date, date]]:
    """Yield the days, which come in order, as stretches without gaps: their first and last days."""
    first = last = None
    for day in days:
        if first is None or last is None or day - last > timedelta(days=1):
            if first is not None and last is not None:
                yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last
