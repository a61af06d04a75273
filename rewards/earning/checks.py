"""Proving that decisions and books agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from accounts.models import Company
from community import clock
from rewards.earning.models import Earning, Program
from rewards.ledger.verification import ledger_check


@ledger_check
def open_awards_equal_balances(company: Company) -> Iterator[str]:
    """Find members whose pending or held points are not the sum of their awards in that state."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"company": company.pk})
        for member, kind, posted, awarded in cursor.fetchall():
            yield f"Member {member} has {posted} points {kind}, and awards of {awarded}."


@ledger_check
def awards_equal_transfers(company: Company) -> Iterator[str]:
    """Find awards whose transfers do not leave their points where their state says."""
    with connection.cursor() as cursor:
        cursor.execute(_TRANSFERS, {"company": company.pk})
        for earning, state, found in cursor.fetchall():
            yield f"Earning {earning} is {state}, and its transfers are {found}."


@ledger_check
def acceptances_are_decided(company: Company) -> Iterator[str]:
    """Find acceptances older than points take to vest without an award or a recorded reason, and awards without one.

    That no acceptance has two awards is held by the database.
    """
    program = Program.objects.filter(pk=company.pk).first()
    if program is None:
        return
    until = clock.now() - timedelta(days=program.maturation_days)
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPTANCES, {"company": company.pk, "since": program.created_at, "until": until})
        for acceptance, question in cursor.fetchall():
            yield f"Acceptance {acceptance} of question {question} has no decision about points."
        cursor.execute(_WITHDRAWN, {"company": company.pk, "until": until})
        for earning, question in cursor.fetchall():
            yield f"Earning {earning} stands, and the acceptance of question {question} was withdrawn long ago."


@ledger_check
def refused_deeds_moved_nothing(company: Company) -> Iterator[str]:
    """Find transfers of deeds that earned nothing, or that nobody decided about."""
    with connection.cursor() as cursor:
        cursor.execute(_STRAYS, {"company": company.pk, "refused": Earning.State.REFUSED})
        for transfer, source in cursor.fetchall():
            yield f"Transfer {transfer} moved points of earning {source}, which earned nothing."


_OPEN = """
    WITH posted AS (
        SELECT a.member_id, a.kind, b.posted FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id
        WHERE a.company_id = %(company)s AND a.kind IN ('pending', 'held')
    ), awarded AS (
        SELECT member_id, state AS kind, sum(points) AS points FROM earning_earning
        WHERE company_id = %(company)s AND state IN ('pending', 'held') GROUP BY member_id, state
    )
    SELECT coalesce(p.member_id, w.member_id), coalesce(p.kind, w.kind), coalesce(p.posted, 0), coalesce(w.points, 0)
    FROM posted p FULL JOIN awarded w ON w.member_id = p.member_id AND w.kind = p.kind
    WHERE coalesce(p.posted, 0) <> coalesce(w.points, 0)
    ORDER BY 1, 2
"""

# What an award's transfers add up to in each kind of account is where its points lie.
_TRANSFERS = """
    WITH moved AS (
        SELECT split_part(t.source_id, ':', 1)::bigint AS earning_id, a.kind, sum(l.amount) AS points
        FROM ledger_transfer t JOIN ledger_leg l ON l.transfer_id = t.id JOIN ledger_account a ON a.id = l.account_id
        WHERE t.company_id = %(company)s AND t.source_type = 'earning'
        GROUP BY 1, 2 HAVING sum(l.amount) <> 0
    ), lying AS (
        SELECT earning_id, jsonb_object_agg(kind, points) AS found FROM moved GROUP BY earning_id
    ), expected AS (
        SELECT id, state, CASE state
            WHEN 'pending' THEN jsonb_build_object('pot', -points, 'pending', points)
            WHEN 'held' THEN jsonb_build_object('pot', -points, 'held', points)
            WHEN 'vested' THEN jsonb_build_object('pot', -points, 'available', points)
            WHEN 'clawed_back' THEN jsonb_strip_nulls(jsonb_build_object('pot', -points,
                'available', nullif(shortfall, 0), 'clawback', nullif(points - shortfall, 0)))
            ELSE '{}'::jsonb END AS wanted
        FROM earning_earning WHERE company_id = %(company)s
    )
    SELECT e.id, e.state, coalesce(l.found, '{}')::text FROM expected e LEFT JOIN lying l ON l.earning_id = e.id
    WHERE coalesce(l.found, '{}') <> e.wanted
    ORDER BY e.id
"""

# Only acceptances that were made here: imports and demos bring acceptances without a live event. What ended for another
# reason than a withdrawn acceptance, such as a person's decision, has its reason written down.
_ACCEPTANCES = """
    SELECT a.id, a.question_id
    FROM questions_acceptance a
    WHERE a.company_id = %(company)s AND a.revoked_at IS NULL
        AND a.accepted_at >= %(since)s AND a.accepted_at < %(until)s
        AND EXISTS (
            SELECT FROM events_event v
            WHERE v.company = %(company)s::text AND v.stream = 'question:' || a.question_id AND v.type = 'answer.accepted'
                AND v.source = 'live' AND (v.payload ->> 'answer')::bigint = a.answer_id)
        AND NOT EXISTS (
            SELECT FROM earning_earning e
            WHERE e.company_id = a.company_id AND e.act = 'accepted' AND e.answer_id = a.answer_id
                AND e.ended_reason <> 'acceptance_withdrawn' AND e.occurred_at >= a.accepted_at)
    ORDER BY a.id
"""

_WITHDRAWN = """
    SELECT e.id, e.question_id FROM earning_earning e
    WHERE e.company_id = %(company)s AND e.act = 'accepted' AND e.state IN ('pending', 'held', 'vested')
        AND NOT EXISTS (
            SELECT FROM questions_acceptance a
            WHERE a.answer_id = e.answer_id AND (a.revoked_at IS NULL OR a.revoked_at >= %(until)s))
    ORDER BY e.id
"""

_STRAYS = """
    SELECT t.id, t.source_id FROM ledger_transfer t
    LEFT JOIN earning_earning e ON e.id = split_part(t.source_id, ':', 1)::bigint
    WHERE t.company_id = %(company)s AND t.source_type = 'earning' AND (e.id IS NULL OR e.state = %(refused)s)
    ORDER BY t.id
"""
