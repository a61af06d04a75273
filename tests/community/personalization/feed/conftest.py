from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Membership
from accounts.purposes import Purpose
from community import clock
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.questions.models import Question
from tests import factories

NOW = datetime(2026, 3, 10, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_now() -> Iterator[None]:
    """Let every test happen at one moment, so that ages are known."""
    with clock.frozen_at(NOW):
        yield


def lot_of(company, *, held_out: bool) -> Membership:
    """Return a new member whose lot is this: one in twenty is held out."""
    while True:
        member = factories.make_member(company)
        if in_hold_out(company.pk, f"member:{member.pk}") == held_out:
            return member


@pytest.fixture
def helper(cast) -> Membership:
    """A member who agreed to the list and is not held out."""
    member = lot_of(cast.acme, held_out=False)
    factories.consent(member, Purpose.FEED)
    return member


@pytest.fixture
def topics(cast):
    """Topics beside the company's first one."""
    names = ("Roaming", "Billing", "Phones", "Home", "Contracts")
    return {name: factories.make_topic(cast.acme, name) for name in names}


@pytest.fixture
def titles_of(browser_of) -> Callable[..., list[str]]:
    """Return the titles on a member's list, in its order."""

    def read(member: Membership, query: str = "") -> list[str]:
        response = browser_of(member).get(f"/c/acme/for-you/{query}")
        assert response.status_code == 200
        return [row.question.title for row in response.context["page"].rows]

    return read


def ask(author: Membership, title: str, *, hours: float = 1.0, **fields) -> Question:
    """Ask so many hours ago."""
    with clock.frozen_at(NOW - timedelta(hours=hours)):
        return factories.ask(author, title, **fields)


def solve(author: Membership, helper: Membership, title: str, *, hours: float = 48.0, **fields) -> Question:
    """Let the helper solve a question so many hours ago."""
    question = ask(author, title, hours=hours, **fields)
    with clock.frozen_at(NOW - timedelta(hours=hours)):
        factories.solve(question, helper)
    return question
