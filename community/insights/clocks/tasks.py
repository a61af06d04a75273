"""What happens to clocks by itself."""

from __future__ import annotations

from typing import Final

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from community import clock
from community.insights.clocks.actions.roll_up import LATE, mark_late, roll_up_marked
from community.insights.clocks.models import Clock, DayToRollUp

_FAILED: Final = "The cohorts of company %s could not be written."


@shared_task(name="clocks.roll_up", expires=60)
def roll_up() -> int:
    """Write the cohorts of all marked days; return how many days. An error ends it for its own company only."""
    marked = Company.objects.filter(pk__in=DayToRollUp.objects.values("company"))
    return sum(for_each_company(roll_up_marked, failed=_FAILED, among=marked))


@shared_task(name="clocks.recompute", expires=3600)
def recompute() -> int:
    """Mark the last 35 days of every company that was asked anything in them; return how many days.

    The next roll-up writes them. So late data counts, whatever else was missed.
    """
    asked = Clock.objects.filter(asked_at__gte=clock.now() - LATE).values("company")
    return sum(for_each_company(mark_late, failed=_FAILED, among=Company.objects.filter(pk__in=asked)))
