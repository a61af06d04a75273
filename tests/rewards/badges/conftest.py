"""A community with its default badges."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import Membership
from rewards.badges.actions.defaults import make_default_badges
from rewards.badges.models import Badge, BadgeAward
from tests.conftest import Cast


@pytest.fixture
def begun(cast: Cast) -> Cast:
    """Acme with the badges that every community begins with."""
    make_default_badges(cast.acme.pk)
    return cast


@pytest.fixture
def badges_of() -> Callable[[Membership], list[str]]:
    """Return the short names of a member's badges, with the year of yearly ones."""

    def read(member: Membership) -> list[str]:
        rows = BadgeAward.objects.filter(member=member, revoked_at__isnull=True)
        return sorted(f"{slug} {period}".strip() for slug, period in rows.values_list("badge__slug", "period"))

    return read


def badge_of(cast: Cast, slug: str) -> Badge:
    """Return one of Acme's badges."""
    return Badge.objects.get(company=cast.acme, slug=slug)
