"""Who may write clocks when: a question at a time, or everything of a company at once."""

from __future__ import annotations

from django.db import connection

from community.events.followers import NotYet

_SHARED = "SELECT pg_try_advisory_xact_lock_shared(hashtext('clocks.company'), hashint8(%s))"
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('clocks.company'), hashint8(%s))"


def write_beside_others(company_id: int) -> None:
    """Keep a rebuild of the company out until the transaction ends. Raises NotYet while one is under way."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [company_id])
        if not cursor.fetchone()[0]:
            raise NotYet("The clocks of this company are being rebuilt.")


def write_alone(company_id: int) -> None:
    """Wait for all who write clocks of the company, and keep others out until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [company_id])
