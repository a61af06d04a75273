"""The badges that a community begins with."""

from __future__ import annotations

from django.db import transaction

from rewards.badges.defaults import DEFAULTS
from rewards.badges.models import Badge


@transaction.atomic
def make_default_badges(company_id: int) -> None:
    """Give the company the default badges that it does not have yet; those it has stay as they are."""
    Badge.objects.bulk_create(
        [
            Badge(company_id=company_id, slug=each.slug, rule=each.rule.as_json(), position=position)
            for position, each in enumerate(DEFAULTS)
        ],
        ignore_conflicts=True,
    )
