"""Comparing what is stored with what the events say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection, transaction

from accounts.models import Company
from community.events.models import Delivery
from community.insights.clocks.actions.rebuild import COLUMNS, copy_clocks
from community.insights.clocks.definitions import MEASURES
from community.insights.clocks.derived import all_derived
from community.insights.clocks.locks import write_alone
from community.insights.clocks.models import DayToRollUp
from community.insights.clocks.queries import cohort_sql
from community.insights.clocks.queries.population import zone_of

_CLOCKS: Final = f"""
    SELECT question_id, episode, to_jsonb(stored), to_jsonb(folded)
    FROM (SELECT {COLUMNS} FROM clocks_clock WHERE company_id = %(company)s) AS stored
        FULL JOIN clocks_folded AS folded USING (question_id, episode)
    WHERE stored IS DISTINCT FROM folded AND NOT 'question:' || question_id = ANY(%(waiting)s)
    ORDER BY question_id, episode
"""
_COHORTS: Final = """
    WITH stored AS (
        SELECT {columns} FROM clocks_cohort
        WHERE company_id = %(company)s AND definition = %(definition)s AND version = %(version)s
    ), summed AS ({select})
    SELECT DISTINCT day FROM (
        (SELECT * FROM stored EXCEPT SELECT * FROM summed) UNION ALL (SELECT * FROM summed EXCEPT SELECT * FROM stored)
    ) AS different WHERE NOT day = ANY(%(marked)s) ORDER BY day
"""
_EVER: Final = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))
_ROWS: Final = 1000


def differences(company: Company) -> Iterator[str]:
    """Yield a sentence for everything that a rebuild would change. Changes nothing.

    Questions whose events are still on their way to the clocks are left out, and days that wait for their roll-up. Nobody
    writes clocks of the company before this has been read to its end.
    """
    with transaction.atomic():
        write_alone(company.pk)
        yield from _of_clocks(company)
        yield from _of_cohorts(company)
        for name, rows in all_derived():
            yield from (f"{name}: {sentence}" for sentence in rows.differences(company))


def _of_clocks(company: Company) -> Iterator[str]:
    unfinished = Delivery.objects.unfinished().filter(company=company.key, follower="clocks.follow")
    waiting = list(unfinished.values_list("stream", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE clocks_folded AS SELECT {COLUMNS} FROM clocks_clock WITH NO DATA")
        copy_clocks(company, "clocks_folded")
        cursor.execute(_CLOCKS, {"company": company.pk, "waiting": waiting})
        while rows := cursor.fetchmany(_ROWS):
            for question, episode, stored, folded in rows:
                yield f"question {question}, episode {episode}: {_difference(stored, folded)}"
        cursor.execute("DROP TABLE clocks_folded")


def _difference(stored: Any, folded: Any) -> str:
    if stored is None:
        return "there is no clock"
    if folded is None:
        return "there is a clock of which no event tells"
    before, after = json.loads(stored), json.loads(folded)
    return ", ".join(
        f"{name} is {before[name]}, the events say {after[name]}"
        for name in sorted(after)
        if before[name] != after[name]
    )


def _of_cohorts(company: Company) -> Iterator[str]:
    """Compare the cohorts with the clocks that are stored."""
    marked = list(DayToRollUp.objects.filter(company=company).values_list("day", flat=True))
    for definition in MEASURES.values():
        select, values = cohort_sql.cohorts_sql(company, definition, zone_of(company).key, *_EVER)
        with connection.cursor() as cursor:
            cursor.execute(_COHORTS.format(columns=cohort_sql.COLUMNS, select=select), {**values, "marked": marked})
            for (day,) in cursor.fetchall():
                yield f"{definition.id} of {day}: the cohorts are not what the clocks add up to"
