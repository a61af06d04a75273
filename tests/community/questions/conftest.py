"""What every test of this feature checks at its end: the stored state is what the facts say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from community.web.registries import screens
from community.web.registries.screens import Verdict
from tests.invariants import check_counts, check_questions


@pytest.fixture(autouse=True)
def stored_state_follows_from_facts(request) -> Iterator[None]:
    """Recompute every question after a test, and compare with the columns and with the log."""
    looks = "cast" in request.fixturenames and "test_constraints" not in request.node.nodeid
    if looks:
        # Set up the database before this fixture, so that it is still there afterwards.
        request.getfixturevalue("cast")
    yield
    if looks and not connection.needs_rollback:
        check_questions()
        check_counts()


@pytest.fixture
def holding(monkeypatch) -> Callable[..., None]:
    """Return a function that makes a screen hold all texts of these kinds."""
    monkeypatch.setattr(screens, "_screens", {})

    def hold(*kinds: str) -> None:
        screens.screen(*kinds)(lambda context: Verdict.hold("A moderator looks at it first."))

    return hold
