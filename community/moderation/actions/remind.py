"""Saying that appeals wait for too long."""

from __future__ import annotations

from django.db import transaction

from community import clock
from community.events.record import record
from community.moderation.events import AppealLate
from community.moderation.models import Appeal


@transaction.atomic
def remind_of_appeals() -> int:
    """Record AppealLate once for each appeal that is later than its target; return how many. Locks them."""
    late = Appeal.objects.late().filter(reminded_at__isnull=True)
    found = list(late.select_for_update(of=("self",), no_key=True, skip_locked=True).oldest_first())
    for appeal in found:
        appeal.reminded_at = clock.now()
        appeal.save(update_fields=["reminded_at"])
        record(
            AppealLate(
                company=str(appeal.company_id),
                actor="",
                member=appeal.member_id,
                decision=appeal.record_id,
                appeal=appeal.pk,
            )
        )
    return len(found)
