"""What is measured of the learning by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from celery import shared_task

from accounts.models import Company
from community.personalization.accountability.actions.audit import audit_if_due
from community.personalization.accountability.actions.measure_worth import measure_worth
from community.personalization.accountability.actions.roll_up import roll_up

log = logging.getLogger(__name__)


@shared_task(name="accountability.measure_worth", expires=6 * 3600)
def measure_worths() -> int:
    """Replay the past of every open company, one after the other; return of how many."""
    return _for_each_company(measure_worth)


@shared_task(name="accountability.roll_up", expires=3600)
def roll_ups() -> int:
    """Write down how fast every open company learns; return of how many. Safe to run at any time, twice too."""
    return _for_each_company(roll_up)


@shared_task(name="accountability.audit", expires=6 * 3600)
def audits() -> int:
    """Write the monthly report of every open company where it is due; return how many were looked at."""
    return _for_each_company(audit_if_due)


def _for_each_company(act: Callable[[Company], object]) -> int:
    """Return in how many companies it succeeded. One in which it fails keeps no other waiting."""
    done = 0
    for company in Company.objects.open().order_by("pk"):
        try:
            act(company)
        except Exception:
            log.exception("The learning of company %s could not be measured.", company.pk)
        else:
            done += 1
    return done
