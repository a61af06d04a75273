"""One writer for each company: whoever changes what it learned holds this lock until the transaction ends."""

from __future__ import annotations

from django.db import connection

_TRY = "SELECT pg_try_advisory_xact_lock(hashtext('memory.company'), hashint8(%s))"
_WAIT = "SELECT pg_advisory_xact_lock(hashtext('memory.company'), hashint8(%s))"

_TRY_REBUILD = "SELECT pg_try_advisory_xact_lock(hashtext('memory.rebuild'), hashint8(%s))"


def write_if_free(company_id: int) -> bool:
    """Take the company's lock; return False when somebody else writes."""
    return _taken(_TRY, company_id)


def rebuild_if_free(company_id: int) -> bool:
    """Take the lock of the company's nightly rebuild; return False when another one holds it, waiting or at work."""
    return _taken(_TRY_REBUILD, company_id)


def write_alone(company_id: int) -> None:
    """Take the company's lock, waiting for whoever has it."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [company_id])


def _taken(statement: str, company_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [company_id])
        return bool(cursor.fetchone()[0])
