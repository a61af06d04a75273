"""Saying that cases wait for too long."""

from __future__ import annotations

from django.db import transaction

from community import clock
from community.events.record import record
from rewards.integrity.events import CaseLate
from rewards.integrity.models import RewardCase


@transaction.atomic
def remind_of_cases() -> int:
    """Record CaseLate once for each case that is later than its target; return how many. Locks them."""
    late = RewardCase.objects.open().filter(decide_by__lt=clock.now(), reminded_at__isnull=True)
    found = list(late.select_for_update(of=("self",), no_key=True, skip_locked=True).oldest_first())
    for case in found:
        case.reminded_at = clock.now()
        case.save(update_fields=["reminded_at"])
        record(
            CaseLate(
                company=str(case.company_id),
                actor="",
                case=case.pk,
                member=case.member_id,
                counterpart=case.counterpart_id,
            )
        )
    return len(found)
