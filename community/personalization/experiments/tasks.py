"""What happens to experiments by itself."""

from __future__ import annotations

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from community.personalization.experiments.actions.forget import forget_without_consent
from community.personalization.experiments.actions.look import look_at_all


@shared_task(name="experiments.look", expires=3600)
def look() -> int:
    """Look at the experiments of every company, stop what does harm, forget who withdrew; return how many were seen.

    Safe to run at any time, twice too. A company in which it fails keeps no other waiting.
    """
    return sum(for_each_company(_looked_at, failed="Experiments of company %s could not be looked at."))


def _looked_at(company: Company) -> int:
    forget_without_consent(company)
    return look_at_all(company)
