"""What happens to promises by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from celery import shared_task

from accounts.models import Company
from community.events.followers import NotYet
from community.insights.promise.actions.breach import settle_overdue
from community.insights.promise.actions.escalate import escalate_waiting

log = logging.getLogger(__name__)


@shared_task(name="promise.settle", expires=120)
def settle() -> int:
    """Settle the promises whose time is over; return how many breaches were recorded. Safe to run at any time, twice too."""
    return _for_each_company(settle_overdue)


@shared_task(name="promise.escalate", expires=120)
def escalate() -> int:
    """Tell people of questions that wait; return of how many. Safe to run at any time, twice too."""
    return _for_each_company(escalate_waiting)


def _for_each_company(act: Callable[[Company], int]) -> int:
    """Return what the act adds up to. A company in which it fails keeps no other waiting, and is tried again."""
    done = 0
    for company in Company.objects.open().order_by("pk"):
        try:
            done += act(company)
        except NotYet:
            log.info("The clocks of company %s are being rebuilt.", company.pk)
        except Exception:
            log.exception("Promises of company %s could not be looked after.", company.pk)
    return done
