"""What a person may decide about receipts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction

from community import clock
from community.audit.record import record_audit
from community.events.followers import Follower
from community.events.models import Delivery, Event

_BATCH = 1000


@transaction.atomic
def redeliver(*, receipts: Iterable[int], operator: str = "") -> int:
    """Open stuck receipts again, from a fresh count of attempts; return how many. The next sweep applies them.

    Writes one audit entry, if there were any. `operator` is the person's key; empty for the server's command line.
    """
    stuck = _stuck(receipts)
    Delivery.objects.filter(pk__in=stuck).update(state=Delivery.State.OPEN, attempts=0, not_before=clock.now())
    _audit("receipts.redelivered", stuck, operator, after=Delivery.State.OPEN)
    return len(stuck)


@transaction.atomic
def skip(*, receipts: Iterable[int], operator: str = "") -> int:
    """Give up stuck receipts so that their streams go on; return how many. The effect never happens.

    Writes one audit entry, if there were any. `operator` is the person's key; empty for the server's command line.
    """
    stuck = _stuck(receipts)
    Delivery.objects.filter(pk__in=stuck).update(state=Delivery.State.SKIPPED, closed_at=clock.now())
    _audit("receipts.skipped", stuck, operator, after=Delivery.State.SKIPPED)
    return len(stuck)


def _stuck(receipts: Iterable[int]) -> list[int]:
    """Lock those of the receipts that are stuck and return their ids."""
    rows = Delivery.objects.stuck().filter(pk__in=list(receipts)).select_for_update().order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _audit(action: str, receipts: list[int], operator: str, *, after: str) -> None:
    if not receipts:
        return
    record_audit(
        action=action,
        target_kind="receipt",
        target_id=receipts[0] if len(receipts) == 1 else "",
        person=operator,
        before={"state": str(Delivery.State.STUCK.value)},
        after={"state": str(after), "receipts": receipts},
    )


@transaction.atomic
def catch_up(*, follower: Follower) -> int:
    """Give a follower that was added later an open receipt for every live event it missed; return how many."""
    missed = (
        Event.objects.of_types(*follower.types)
        .filter(source=Event.Source.LIVE)
        .exclude(deliveries__follower=follower.name)
    )
    moment = clock.now()
    found = missed.iterator(chunk_size=_BATCH)
    count = 0
    while batch := list(islice(found, _BATCH)):
        # One that is recorded at this moment may get its receipt from whoever records it.
        Delivery.objects.bulk_create((_receipt(event, follower, moment) for event in batch), ignore_conflicts=True)
        count += len(batch)
    return count


def _receipt(event: Event, follower: Follower, moment: datetime) -> Delivery:
    return Delivery(
        event=event,
        follower=follower.name,
        company=event.company,
        stream=event.stream,
        stream_seq=event.stream_seq,
        not_before=moment,
    )
