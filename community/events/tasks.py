"""Delivering events in the background."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from community import clock
from community.events.drain import drain_stream
from community.events.models import Delivery
from community.events.wake import DELIVER_TASK

# A receipt younger than this has a wake-up under way; sweeping it too would only contend for the lock.
GRACE = timedelta(seconds=3)
SWEEP_LIMIT = 500


@shared_task(name=DELIVER_TASK)
def deliver(streams: list[list[str]]) -> int:
    """Apply what is open in the streams, each a [company, stream] pair; return how many receipts were closed."""
    return sum(drain_stream(str(company), str(stream)) for company, stream in streams)


@shared_task(name="events.sweep", expires=30)
def sweep() -> int:
    """Apply receipts that stayed open: lost wake-ups, killed workers, postponed failures. Return how many closed."""
    waiting = (
        Delivery.objects.due(clock.now() - GRACE)
        .order_by("company", "stream")
        .values_list("company", "stream")
        .distinct()[:SWEEP_LIMIT]
    )
    return sum(drain_stream(company, stream) for company, stream in waiting)
