"""Verifying the books, and stopping payouts while they are wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community import clock
from community.audit.record import record_audit
from community.web.errors import NotAllowed
from rewards.ledger.models import Freeze
from rewards.ledger.verification import findings_of

logger = logging.getLogger(__name__)

_MOST_FINDINGS_KEPT = 100


def verify_ledger(company: Company) -> list[str]:
    """Check the company's books; any finding freezes its payouts. Return the findings.

    All checks read one and the same moment: points that move meanwhile are no finding.
    """
    with _one_moment():
        findings = findings_of(company)
    if findings:
        _freeze(company, findings)
    return findings


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let all reads see the same state of the database. Within a transaction it is too late to ask for that."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@transaction.atomic
def lift_freeze(*, member: Membership, reason: str) -> None:
    """Let payouts go on after an admin has looked; audited. Does nothing when none is frozen.

    Raises NotAllowed for everybody else, without a reason, and while the books are still wrong.
    """
    check_may_administer(member)
    freeze = Freeze.objects.standing().filter(company=member.company_id).select_for_update().first()
    if freeze is None:
        return
    if not reason.strip():
        raise NotAllowed(_("Say why payouts may go on."))
    if findings_of(member.company):
        raise NotAllowed(_("The books are still wrong. Run ledger_verify to read what was found."))
    freeze.lifted_at, freeze.lifted_by, freeze.lifted_because = clock.now(), member, reason.strip()[:300]
    freeze.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    audit_act(
        member,
        "payouts.thawed",
        target_kind="freeze",
        target_id=freeze.pk,
        before={"frozen": True},
        after={"frozen": False},
        reason=freeze.lifted_because,
    )


@transaction.atomic
def _freeze(company: Company, findings: list[str]) -> None:
    logger.error("The ledger of company %s is wrong: %s", company.pk, " ".join(findings[:5]))
    known = Freeze.objects.standing().filter(company=company).select_for_update().first()
    if known is not None:
        known.findings = findings[:_MOST_FINDINGS_KEPT]
        known.save(update_fields=["findings"])
        return
    made = Freeze.objects.bulk_create(
        [Freeze(company=company, findings=findings[:_MOST_FINDINGS_KEPT])], ignore_conflicts=True
    )
    record_audit(
        action="payouts.frozen",
        target_kind="freeze",
        target_id=made[0].pk or "",
        company=company.key,
        after={"findings": len(findings)},
    )
