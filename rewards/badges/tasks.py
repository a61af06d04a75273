"""Badges of companies that began without them, or with fewer."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Count, Q

from accounts.companies import for_each_company
from accounts.models import Company
from rewards.badges.actions.award import award_everything
from rewards.badges.defaults import BY_SLUG


@shared_task(name="badges.begin", expires=3600, soft_time_limit=3000, time_limit=3060)
def begin_everywhere() -> int:
    """Give default badges, and what the past has earned, to companies that lack some. Return how many companies.

    A company in which it fails keeps no other waiting, and is tried again.
    """
    has = Count("badges", filter=Q(badges__slug__in=list(BY_SLUG)))
    lacking = Company.objects.annotate(has=has).filter(has__lt=len(BY_SLUG))
    return len(for_each_company(award_everything, failed="The badges of company %s could not begin.", among=lacking))
