"""Badges of companies that began without them, or with fewer."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Count, Q

from accounts.models import Company
from rewards.badges.actions.award import award_everything
from rewards.badges.defaults import BY_SLUG


@shared_task(name="badges.begin", expires=3600)
def begin_everywhere() -> int:
    """Give default badges, and what the past has earned, to companies that lack some. Return how many companies."""
    has = Count("badges", filter=Q(badges__slug__in=list(BY_SLUG)))
    companies = list(Company.objects.annotate(has=has).filter(has__lt=len(BY_SLUG)).order_by("pk"))
    for company in companies:
        award_everything(company)
    return len(companies)
