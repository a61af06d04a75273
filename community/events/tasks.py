"""Delivering events in the background."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.db.models import Min

from community import clock
from community.events.drain import drain_streams
from community.events.followers import all_followers
from community.events.models import Delivery
from community.events.wake import DELIVER_TASK

# A receipt younger than this has a wake-up under way; sweeping it too would only contend for the lock.
GRACE = timedelta(seconds=3)
SWEEP_LIMIT = 500


@shared_task(name=DELIVER_TASK)
def deliver(streams: list[list[str]]) -> int:
    """Apply what is open in the streams, each a [company, stream] pair; return how many receipts were closed."""
    return drain_streams((str(company), str(stream)) for company, stream in streams)


@shared_task(name="events.sweep", expires=30)
def sweep() -> int:
    """Apply receipts that stayed open: lost wake-ups, killed workers, postponed failures. Return how many closed.

    What has waited longest comes first, and what no sweep can apply is not looked at: receipts behind a stuck one, and
    those of followers that have left the code. So streams that fail for ever keep no others waiting.
    """
    known = [follower.name for follower in all_followers()]
    waiting = (
        Delivery.objects.due(clock.now() - GRACE)
        .filter(follower__in=known)
        .next_in_stream()
        .values("company", "stream")
        .annotate(since=Min("not_before"))
        .order_by("since", "company", "stream")
    )
    return drain_streams((row["company"], row["stream"]) for row in waiting[:SWEEP_LIMIT])
