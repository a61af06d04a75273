"""Writing to the audit log: the one way an action says that somebody used a power."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from community import clock
from community.audit.models import AuditEntry
from community.web.requestid import current_request_id


class NoTransaction(RuntimeError):
    """Raised when an entry is written outside the transaction of the act it tells of."""


def record_audit(
    *,
    action: str,
    target_kind: str,
    target_id: object = "",
    company: str = "",
    member: str = "",
    person: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Write one entry in the caller's transaction, with the id of the running request.

    `company`, `member` and `person` are keys of the actor; `before` and `after` are facts that JSON can hold, no texts.
    Raises NoTransaction outside a transaction: an act and its entry stand or fall together.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(f"{action} was audited outside a transaction.")
    request_id = current_request_id.get()
    return AuditEntry.objects.create(
        company=company,
        member=member,
        person=person,
        action=action,
        target_kind=target_kind,
        target_id=str(target_id),
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        request_id="" if request_id == "-" else request_id,
        created_at=clock.now(),
    )
