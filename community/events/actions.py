"""What a person may decide about receipts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from community import clock
from community.events.followers import Follower
from community.events.models import Delivery, Event


@transaction.atomic
def redeliver(*, receipts: Iterable[int]) -> int:
    """Open stuck receipts again, from a fresh count of attempts; return how many. The next sweep applies them."""
    return (
        Delivery.objects.stuck()
        .filter(pk__in=list(receipts))
        .update(state=Delivery.State.OPEN, attempts=0, not_before=clock.now())
    )


@transaction.atomic
def skip(*, receipts: Iterable[int]) -> int:
    """Give up stuck receipts so that their streams go on; return how many. The effect never happens."""
    return (
        Delivery.objects.stuck()
        .filter(pk__in=list(receipts))
        .update(state=Delivery.State.SKIPPED, closed_at=clock.now())
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
    rows = Delivery.objects.bulk_create(
        (
            Delivery(
                event=event,
                follower=follower.name,
                company=event.company,
                stream=event.stream,
                stream_seq=event.stream_seq,
                not_before=moment,
            )
            for event in missed.iterator()
        ),
        batch_size=1000,
    )
    return len(rows)
