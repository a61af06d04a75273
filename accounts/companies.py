"""Doing something for one company after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded

from accounts.models import Company
from accounts.models.company import CompanyQuerySet
from community.events.followers import NotYet

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


def for_each_company(
    act: Callable[[Company], Result], *, failed: str, among: CompanyQuerySet | None = None
) -> list[Result]:
    """Do it for every open company, or all of `among`; return what came of those in which it succeeded.

    A company in which it fails keeps no other waiting: `failed`, a sentence with one %s for the number of the company, is
    logged with the traceback. One that is being rebuilt (NotYet) is passed over. The time limit of the task gets through.
    """
    companies = Company.objects.open() if among is None else among
    results = []
    for company in companies.order_by("pk"):
        try:
            results.append(act(company))
        except SoftTimeLimitExceeded:
            raise
        except NotYet as reason:
            logger.info("Company %s is left to the next time: %s", company.pk, reason)
        except Exception:
            logger.exception(failed, company.pk)
    return results
