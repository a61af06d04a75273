"""What happens to experiments by itself."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from accounts.models import Company
from community.personalization.experiments.actions.forget import forget_without_consent
from community.personalization.experiments.actions.look import look_at_all

log = logging.getLogger(__name__)


@shared_task(name="experiments.look", expires=3600)
def look() -> int:
    """Look at the experiments of every company, stop what does harm, forget who withdrew; return how many were seen.

    Safe to run at any time, twice too. A company in which it fails keeps no other waiting.
    """
    seen = 0
    for company in Company.objects.open().order_by("pk"):
        try:
            forget_without_consent(company)
            seen += look_at_all(company)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            log.exception("Experiments of company %s could not be looked at.", company.pk)
    return seen
