"""What is looked at every hour."""

from __future__ import annotations

from celery import shared_task

from accounts.companies import for_each_company
from community.insights.speed.actions.alerts import watch_company
from community.insights.speed.queries.public import remember_all


@shared_task(name="speed.watch", expires=3600)
def watch() -> int:
    """Look at every open company; return how many warnings were raised. One that fails keeps no other waiting."""
    looks = for_each_company(watch_company, failed="The answers of company %s could not be looked at.")
    return sum(look.raised for look in looks)


@shared_task(name="speed.remember", expires=3600)
def remember() -> int:
    """Let the footers of every company with a public page link to it, also after a cache was emptied; return how many."""
    return remember_all()
