"""What happens to promises by itself."""

from __future__ import annotations

from typing import Final

from celery import shared_task

from accounts.companies import for_each_company
from community.insights.promise.actions.breach import settle_overdue
from community.insights.promise.actions.escalate import escalate_waiting

_FAILED: Final = "Promises of company %s could not be looked after."


@shared_task(name="promise.settle", expires=120)
def settle() -> int:
    """Settle the promises whose time is over; return how many breaches were recorded. Safe to run at any time, twice too."""
    return sum(for_each_company(settle_overdue, failed=_FAILED))


@shared_task(name="promise.escalate", expires=120)
def escalate() -> int:
    """Tell people of questions that wait; return of how many. Safe to run at any time, twice too."""
    return sum(for_each_company(escalate_waiting, failed=_FAILED))
