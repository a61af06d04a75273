from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from community import clock
from community.demo.seeding import Seeded, seed_demo
from tests.kept import keep

# Just after midnight: the hour at which most of a day's questions are youngest.
NOW = datetime(2025, 6, 10, 0, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Seeded]:
    """Have the demo as it is when it has just been seeded, for a whole module; take it away afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.frozen_at(NOW):
            result = keep("the seeded demo", seed_demo)
        yield result
        transaction.set_rollback(True)


@pytest.fixture
def at_seeding() -> Iterator[None]:
    """Let a test happen at the moment of seeding."""
    with clock.frozen_at(NOW):
        yield
