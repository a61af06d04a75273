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
from community.events.record import record
from community.web.errors import NotAllowed
from rewards.ledger.events import PayoutsFrozen
from rewards.ledger.models import Freeze
from rewards.ledger.verification import findings_of

logger = logging.getLogger(__name__)

_MOST_FINDINGS_KEPT = 100
_MOST_FINDINGS_SAID = 5


def verify_ledger(company: Company, *, all_seals: bool = True) -> list[str]:
    """Check the company's books; any finding freezes its payouts. Return the findings.

    Without `all_seals`, new seals and a part of the old ones are looked at.

    All checks read one and the same moment: points that move meanwhile are no finding. A freeze that stands is kept, with
    what was found now. Records PayoutsFrozen for a new one.
    """
    with _one_moment():
        findings = findings_of(company, all_seals=all_seals)
    if findings:
        _freeze(company, findings)
    elif all_seals:
        Freeze.objects.standing().filter(company=company).exclude(findings=[]).update(findings=[])
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
    """Let payouts go on after an admin has looked; audited. Does nothing when none is frozen. Locks the freeze.

    Run verify_ledger first, outside of any transaction, so that it reads one moment. Raises NotAllowed for everybody else,
    without a reason, and while the last check of the books found something.
    """
    check_may_administer(member)
    freeze = Freeze.objects.standing().filter(company=member.company_id).select_for_update().first()
    if freeze is None:
        return
    if not reason.strip():
        raise NotAllowed(_("Say why payouts may go on."))
    if freeze.findings:
        raise NotAllowed(_("The books are still wrong. The page of the freeze says what was found."))
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
    logger.error("The ledger of company %s is wrong: %s", company.pk, " ".join(findings[:_MOST_FINDINGS_SAID]))
    # Two checks at the same moment freeze once.
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    kept = findings[:_MOST_FINDINGS_KEPT]
    if Freeze.objects.standing().filter(company=company).update(findings=kept):
        return
    made = Freeze.objects.create(company=company, findings=kept)
    record_audit(
        action="payouts.frozen",
        target_kind="freeze",
        target_id=made.pk,
        company=company.key,
        after={"findings": len(findings), "first": kept[:_MOST_FINDINGS_SAID]},
    )
    record(PayoutsFrozen(company=company.key, actor="", freeze=made.pk))
