"""What members' acts look like in the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import Membership
from community.audit.models import AuditEntry
from community.audit.record import record_audit


def audit_act(
    actor: Membership,
    action: str,
    *,
    target_kind: str,
    target_id: object,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str = "",
) -> AuditEntry:
    """Write down that a member used a power in their company; part of the caller's transaction.

    `before` and `after` are facts that JSON can hold, no texts. Raises NoTransaction outside a transaction.
    """
    return record_audit(
        action=action,
        target_kind=target_kind,
        target_id=target_id,
        company=str(actor.company_id),
        member=actor.key,
        person=str(actor.person_id or ""),
        before=before,
        after=after,
        reason=reason,
    )
