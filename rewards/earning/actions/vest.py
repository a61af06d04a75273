"""Making points the member's to spend when their time has come."""

from __future__ import annotations

import logging

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Q

from community import clock
from community.events.record import record
from rewards.earning.actions.hold import lift_floor
from rewards.earning.events import PointsVested
from rewards.earning.locks import lock_earning
from rewards.earning.models import Earning
from rewards.earning.purses import available, pending
from rewards.ledger.actions.post import post

log = logging.getLogger(__name__)


def vest_due(limit: int = 200) -> int:
    """Vest the pending awards whose time has come, the oldest first, each in a transaction of its own; return how many.

    Those of suspended members wait until the suspension ends. What is frozen are payouts; points vest meanwhile.
    """
    now = clock.now()
    due = (
        Earning.objects.filter(state=Earning.State.PENDING, matures_at__lte=now)
        .filter(Q(member__suspended_until__isnull=True) | Q(member__suspended_until__lte=now))
        .order_by("matures_at", "pk")[:limit]
    )
    return sum(_vested(earning) for earning in due)


def _vested(earning: Earning) -> bool:
    """Vest one award; one that cannot be vested keeps no other waiting, and is tried again with the next batch."""
    try:
        return vest_earning(earning)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception("Earning %s could not be vested.", earning.pk)
        return False


@transaction.atomic
def vest_earning(earning: Earning) -> bool:
    """Move the points of one pending award to the member's available ones; return whether it was still due.

    Records PointsVested.
    """
    _program, row = lock_earning(earning)
    now = clock.now()
    if row.state != Earning.State.PENDING or row.matures_at is None or row.matures_at > now:
        return False
    row.state, row.vested_at = Earning.State.VESTED, now
    row.save(update_fields=["state", "vested_at"])
    post(
        company=row.company,
        kind="vest",
        source=("earning", str(row.pk)),
        legs={pending(row.member_id): -row.points, available(row.member_id): row.points},
        reason=row.act,
        price_list_version=row.price_list.version if row.price_list else None,
    )
    lift_floor(row)
    record(
        PointsVested(
            company=row.company.key, actor="", member=row.member_id, earning=row.pk, act=row.act, points=row.points
        )
    )
    return True
