"""What is computed every hour."""

from __future__ import annotations

from celery import shared_task

from accounts.companies import for_each_company
from community.insights.expectation.actions.compute import compute_expected_times


@shared_task(name="expectation.compute", expires=3600)
def compute() -> int:
    """Compute the expected times of every open company; return how many rows. One that fails keeps no other waiting."""
    failed = "The expected times of company %s could not be computed."
    return sum(for_each_company(compute_expected_times, failed=failed))
