"""Reminding of findings that nobody has answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from accounts.models import Company
from community import clock
from community.events.record import record
from community.personalization.accountability.events import FindingWaits
from community.personalization.accountability.models import Finding

# So long before its time is over the first reminder comes.
BEFORE: Final = timedelta(days=2)


@transaction.atomic
def remind_of_findings(company: Company) -> int:
    """Record FindingWaits for each unanswered finding once when it is nearly due and once when it is overdue.

    Return how many. Locks them. Of one that was looked at too late for the first, only the second is recorded.
    """
    now = clock.now()
    waiting = Finding.objects.of(company).unanswered().filter(due_by__lte=now + BEFORE)
    reminded = 0
    for finding in waiting.filter(reminded__lt=Finding.Reminded.OVERDUE).select_for_update().order_by("pk"):
        stage = Finding.Reminded.OVERDUE if finding.is_overdue(now) else Finding.Reminded.SOON
        if finding.reminded >= stage:
            continue
        finding.reminded = stage
        finding.save(update_fields=["reminded"])
        record(
            FindingWaits(
                company=company.key,
                actor="",
                finding=finding.pk,
                audit=finding.audit_id,
                overdue=stage == Finding.Reminded.OVERDUE,
            )
        )
        reminded += 1
    return reminded
