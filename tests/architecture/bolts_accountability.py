"""What was measured, found and switched in Bolt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import Membership
from community import clock
from community.personalization.accountability.actions.audit import audit
from community.personalization.accountability.models import Finding, Velocity, Worth
from community.personalization.memory.actions.rebuild import rebuild_memory
from community.personalization.memory.models import Learned, Switch


def accountability_of(boss: Membership, secret: str) -> dict[str, Any]:
    """Make one of each, and return those that addresses or the admin lead to."""
    company, now = boss.company, clock.now()
    Velocity.objects.create(
        company=company, at=now, definition_version=1, n=7777, waiting=0, median_seconds=7, p95_seconds=77
    )
    Worth.objects.create(company=company, definition_version=1, questions=77)
    finding = Finding.objects.create(
        company=company, audit=audit(company), language="es", due_by=now + timedelta(days=7), owner=boss,
        action=f"We look for {secret}", answered_at=now,
    )  # fmt: skip
    rebuild_memory(company)
    learned = Learned.objects.get(company=company)
    return {"finding": finding, "switch": Switch.objects.create(company=company), "learned": learned}
