"""Making the clocks of a whole company again, from its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import Final

from django.db import connection, transaction

from accounts.models import Company
from community.insights.clocks.actions.roll_up import roll_up_everything
from community.insights.clocks.derived import all_derived
from community.insights.clocks.fold import FIELDS, Reading, fold
from community.insights.clocks.locks import write_alone
from community.insights.clocks.queries.histories import histories_of, pauses_of

Progress = Callable[[int], None]

_QUESTIONS: Final = 5000
COLUMNS: Final = ", ".join(["company_id", *FIELDS])


@transaction.atomic
def rebuild_insights(company: Company, *, progress: Progress | None = None) -> dict[str, int]:
    """Drop the company's clocks, cohorts and what else follows from them, and make all of it again from its events.

    Imported and seeded past is included. All in one transaction, in which no follower writes: those who want to wait and
    try again. The rows are the same as before unless something was missing. Returns how many of each kind were written;
    `progress` is called with the number of questions done so far.
    """
    write_alone(company.pk)
    with connection.cursor() as cursor:
        # In SQL: Django would read every row first.
        cursor.execute("DELETE FROM clocks_clock WHERE company_id = %s", [company.pk])
    written = {"clocks": copy_clocks(company, "clocks_clock", progress=progress)}
    with connection.cursor() as cursor:
        # So many new rows: whoever plans a query before the next automatic look would think that there are none.
        cursor.execute("ANALYZE clocks_clock")
    written["cohorts"] = roll_up_everything(company)
    for name, rows in all_derived():
        written[name] = rows.rebuild(company)
    return written


def copy_clocks(company: Company, table: str, *, progress: Progress | None = None) -> int:
    """Fold all of the company's questions and write their clocks into the table; return how many. Memory stays flat."""
    pauses, written, done = pauses_of(company), 0, 0
    histories = histories_of(company)
    while batch := [fold(happened, pauses) for happened in islice(histories, _QUESTIONS)]:
        # Between two reads of the events: a connection copies or reads, not both.
        written += _copy(company.pk, table, chain.from_iterable(batch))
        done += len(batch)
        if progress is not None:
            progress(done)
    return written


def _copy(company_id: int, table: str, readings: Iterable[Reading]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as rows:
        for reading in readings:
            rows.write_row((company_id, *reading))
            count += 1
    return count
