"""Promises, and clocks as the follower writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from accounts.models import Company, Membership
from community.insights.clocks.definitions import CLOCK_VERSION
from community.insights.clocks.models import Clock
from community.insights.promise.actions.outcomes import write_outcomes
from community.insights.promise.models import Promise
from tests import factories
from tests.conftest import Cast

# A Wednesday.
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
_numbers = count(700_000)


def promised(admin: Membership, *, since: datetime | None = None, **fields: Any) -> Promise:
    """Make the admin's company promise an answer within 30 minutes for 80 %, or what the fields say."""
    since = since or NOON - timedelta(days=30)
    fields = fields or {"answer_within": 1800, "answer_share": 80}
    version = Promise.objects.of(admin.company).count() + 1
    return Promise.objects.create(
        company=admin.company, version=version, valid_from=since, created_at=since, author=admin, **fields
    )


def ticking(company: Company, asked_at: datetime = NOON, **fields: Any) -> Clock:
    """Write the clock of a question; its topic exists, the question and the asker need not."""
    topic = factories.topic_of(company)
    defaults = {"question_id": next(_numbers), "episode": 1, "source": "live", "language": "en", "channel": "forum"}
    return Clock.objects.create(
        company=company,
        topic=topic,
        topic_at_asking=topic,
        asked_at=asked_at,
        definition_version=CLOCK_VERSION,
        **{**defaults, **fields},
    )


def answered(company: Company, after: int, asked_at: datetime = NOON, **fields: Any) -> Clock:
    """Write the clock of a question that got its first answer so many minutes after it was asked."""
    return ticking(company, asked_at, first_answer_at=asked_at + after * MINUTE, **fields)


def settled(company: Company, now: datetime) -> None:
    """Write the outcomes of all clocks of the company as they are at the moment."""
    write_outcomes(Clock.objects.of(company).first_episodes(), now)


@pytest.fixture
def promise(cast: Cast) -> Promise:
    """Acme promises a first answer within 30 minutes for 80 % of questions."""
    return promised(cast.ada)
