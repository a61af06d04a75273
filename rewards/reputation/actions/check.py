"""Comparing the reputation that is stored with what the events say."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from accounts.models import Company
from community.events.models import Delivery
from rewards.reputation.actions.rebuild import rebuild_reputation
from rewards.reputation.locks import write_alone

_SOMETHING: Final = "(total, helped, solved, helpful, unhelpful) <> (0, 0, 0, 0, 0)"
# What is compared of each table. Trust levels also follow from time, and a score of nothing says nothing.
_COMPARED: Final = {
    "changes": (
        "member_id, points, cause, event_id, judgement_id, question_id, post, topic_id, rules, day, occurred_at",
        "reputation_reputationchange WHERE company_id = %(company)s",
    ),
    "days": (
        "member_id, day, topic_id, points, helped, solved, helpful, unhelpful",
        "reputation_dayscore WHERE company_id = %(company)s",
    ),
    "scores": (
        "member_id, total, helped, solved, helpful, unhelpful",
        f"reputation_score WHERE company_id = %(company)s AND {_SOMETHING}",
    ),
}
_KEEP: Final = "CREATE TEMPORARY TABLE reputation_stored_{name} ON COMMIT DROP AS SELECT {columns} FROM {rows}"
_COMPARE: Final = """
    WITH stored AS (SELECT * FROM reputation_stored_{name}), made AS (SELECT {columns} FROM {rows})
    SELECT member_id, count(*) FROM (
        (SELECT * FROM stored EXCEPT ALL SELECT * FROM made) UNION ALL (SELECT * FROM made EXCEPT ALL SELECT * FROM stored)
    ) AS different GROUP BY member_id ORDER BY member_id
"""


def differences(company: Company) -> list[str]:
    """Return a sentence for everything that a rebuild would change, and first, whether something is still on its way.

    Rebuilds in a transaction that is taken back; who writes to the company's reputation waits meanwhile.
    """
    with transaction.atomic():
        write_alone(company.pk)
        found = _on_their_way(company)
        with connection.cursor() as cursor:
            for name, (columns, rows) in _COMPARED.items():
                cursor.execute(_KEEP.format(name=name, columns=columns, rows=rows), {"company": company.pk})
            rebuild_reputation(company)
            for name, (columns, rows) in _COMPARED.items():
                cursor.execute(_COMPARE.format(name=name, columns=columns, rows=rows), {"company": company.pk})
                found += [f"member {member}: {count} {name} differ" for member, count in cursor.fetchall()]
        transaction.set_rollback(True)
    return found


def _on_their_way(company: Company) -> list[str]:
    waiting = Delivery.objects.unfinished().filter(company=company.key, follower="reputation.credit").count()
    return [f"{waiting} judgements are still on their way: a rebuild has them already"] if waiting else []
