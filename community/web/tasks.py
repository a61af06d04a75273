"""Periodic work of the web floor."""

from __future__ import annotations

from celery import shared_task

from community import clock
from community.web.models import RateWindow


@shared_task(name="web.purge_rate_windows")
def purge_rate_windows() -> int:
    """Delete the counts of rate limits that no longer say anything; return how many. Safe to run at any time."""
    deleted, _ = RateWindow.objects.filter(expires_at__lt=clock.now()).delete()
    return deleted
