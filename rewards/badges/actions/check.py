"""Saying which badges the past has earned and nobody was given."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Company
from rewards.badges.actions.award import award_by_rule
from rewards.badges.actions.defaults import make_default_badges
from rewards.badges.models import Badge


def differences(company: Company) -> list[str]:
    """Return a sentence for every badge and award that is missing. Gives them in a transaction that is taken back."""
    found = []
    with transaction.atomic():
        had = set(Badge.objects.of(company).values_list("slug", flat=True))
        make_default_badges(company.pk)
        for badge in Badge.objects.of(company).active().by_rule():
            if badge.slug not in had:
                found.append(f"there is no badge {badge.slug}")
            found += [f"member {each.member}: the badge {badge.slug} is missing" for each in award_by_rule(badge)]
        transaction.set_rollback(True)
    return found
