"""Badges of companies that began without them."""

from __future__ import annotations

from celery import shared_task

from accounts.models import Company
from rewards.badges.actions.award import award_everything


@shared_task(name="badges.begin", expires=3600)
def begin_everywhere() -> int:
    """Give default badges, and what the past has earned, to companies without any badge. Return how many companies."""
    companies = list(Company.objects.filter(badges__isnull=True).order_by("pk"))
    for company in companies:
        award_everything(company)
    return len(companies)
