"""Clocks of a company's past."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from accounts.models import Company
from community import clock
from community.insights.clocks.models import Clock
from community.questions.models import Topic
from tests import factories

WEDNESDAY = datetime(2027, 2, 10, 12, 0, tzinfo=UTC)
_ids = count(1_000_000)


def clock_row(company: Company, asked_at: datetime, answered_after: timedelta | None, **fields: Any) -> Clock:
    """Return an unsaved clock of a question that nobody can open any more: figures survive them."""
    topic = fields.pop("topic", None) or factories.topic_of(company)
    given = {
        "company": company,
        "question_id": next(_ids),
        "episode": 1,
        "source": "live",
        "topic_id": topic.pk,
        "topic_at_asking_id": topic.pk,
        "language": "en",
        "channel": "web",
        "asked_at": asked_at,
        "first_answer_at": None if answered_after is None else asked_at + answered_after,
        "definition_version": 1,
    }
    return Clock(**{**given, **fields})


@pytest.fixture(autouse=True)
def wednesday() -> Iterator[None]:
    """Begin on a Wednesday at noon, so that the parts of the week hold the same questions whenever the tests run."""
    with clock.moved(WEDNESDAY - clock.now()):
        yield


@pytest.fixture
def past(cast: Any) -> Callable[..., None]:
    """Make `n` clocks of Acme, one every five hours up to `ago`, answered after one of the times in turn."""

    def make(n: int, *times: timedelta | None, ago: timedelta = timedelta(days=1), **fields: Any) -> None:
        newest, topic = clock.now() - ago, fields.pop("topic", factories.topic_of(cast.acme))
        step = fields.pop("step", timedelta(hours=5))
        Clock.objects.bulk_create(
            clock_row(cast.acme, newest - step * number, times[number % len(times)], topic=topic, **fields)
            for number in range(n)
        )

    return make


@pytest.fixture
def sims(cast: Any) -> Topic:
    return factories.make_topic(cast.acme, "Sims")
