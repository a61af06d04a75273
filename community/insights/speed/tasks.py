"""What is looked at every hour."""

from __future__ import annotations

import logging

from celery import shared_task

from accounts.models import Company
from community.insights.speed.actions.alerts import watch_company
from community.insights.speed.queries.public import remember_all

log = logging.getLogger(__name__)


@shared_task(name="speed.watch", expires=3600)
def watch() -> int:
    """Look at every open company; return how many warnings were raised. One that fails keeps no other waiting."""
    raised = 0
    for company in Company.objects.open().order_by("pk"):
        try:
            raised += watch_company(company).raised
        except Exception:
            log.exception("Company %s could not be looked at.", company.pk)
    return raised


@shared_task(name="speed.remember", expires=3600)
def remember() -> int:
    """Let the footers of every company with a public page link to it, also after a cache was emptied; return how many."""
    return remember_all()
