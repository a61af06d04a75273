"""What happens by itself."""

from __future__ import annotations

from celery import shared_task

from community.moderation.actions.remind import remind_of_appeals


@shared_task(name="moderation.remind", expires=3600)
def remind() -> int:
    """Tell those who decide of appeals that are late, once each; return how many. Safe to run at any time."""
    return remind_of_appeals()
