"""What is computed every hour."""

from __future__ import annotations

import logging

from celery import shared_task

from accounts.models import Company
from community.insights.expectation.actions.compute import compute_expected_times

log = logging.getLogger(__name__)


@shared_task(name="expectation.compute", expires=3600)
def compute() -> int:
    """Compute the expected times of every open company; return how many rows. One that fails keeps no other waiting."""
    rows = 0
    for company in Company.objects.open().order_by("pk"):
        try:
            rows += compute_expected_times(company)
        except Exception:
            log.exception("The expected times of company %s could not be computed.", company.pk)
    return rows
