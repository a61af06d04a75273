"""What happens to clocks by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from accounts.models import Company
from community import clock
from community.events.followers import NotYet
from community.insights.clocks.actions.roll_up import LATE, mark_late, roll_up_marked
from community.insights.clocks.models import Clock, DayToRollUp

logger = logging.getLogger(__name__)


@shared_task(name="clocks.roll_up", expires=60)
def roll_up() -> int:
    """Write the cohorts of all marked days; return how many days. An error ends it for its own company only."""
    marked = DayToRollUp.objects.values("company")
    return sum(_isolated(roll_up_marked, company) for company in Company.objects.filter(pk__in=marked).order_by("pk"))


@shared_task(name="clocks.recompute", expires=3600)
def recompute() -> int:
    """Mark the last 35 days of every company that was asked anything in them; return how many days.

    The next roll-up writes them. So late data counts, whatever else was missed.
    """
    asked = Clock.objects.filter(asked_at__gte=clock.now() - LATE).values("company")
    return sum(_isolated(mark_late, company) for company in Company.objects.filter(pk__in=asked).order_by("pk"))


def _isolated(act: Callable[[Company], int], company: Company) -> int:
    try:
        return act(company)
    except NotYet:
        # The rebuild that is under way adds everything up.
        return 0
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("The cohorts of company %s could not be written.", company.pk)
        return 0
