"""Remembering for which days the cohorts have to be written again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from accounts.models import Company
from community import clock

_MARK = """
    INSERT INTO clocks_daytorollup (company_id, day, marked_at) SELECT %s, unnest(%s::date[]), %s
    ON CONFLICT (company_id, day) DO NOTHING
"""
_HOLD = "SELECT day FROM clocks_daytorollup WHERE company_id = %s AND day = ANY(%s) ORDER BY day FOR SHARE"


def mark_days(company: Company, days: Iterable[date]) -> None:
    """Mark the days of the company in the caller's transaction, and hold the marks until it ends.

    Those who take marks leave the held ones for later: a mark that they took before this transaction was over would have
    been taken for cohorts without its changes. Marking does not keep others from marking the same day.
    """
    missing = sorted(set(days))
    while missing:
        with connection.cursor() as cursor:
            cursor.execute(_MARK, [company.pk, missing, clock.now()])
            cursor.execute(_HOLD, [company.pk, missing])
            held = {row[0] for row in cursor.fetchall()}
        # One that was there may have been taken between the two statements.
        missing = [day for day in missing if day not in held]
