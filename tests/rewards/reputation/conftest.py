"""Ways to look at reputation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import Membership
from rewards.reputation.models import Score


@pytest.fixture
def reputation_of() -> Callable[[Membership], int]:
    """Return a member's reputation, 0 for who has none."""

    def read(member: Membership) -> int:
        return Score.objects.filter(member=member).values_list("total", flat=True).first() or 0

    return read
