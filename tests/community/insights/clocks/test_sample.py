"""Clocks by column: every duration is what reading one clock after the other gives."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from community import clock
from community.insights.clocks.definitions import FIRST_ANSWER, FIRST_RESPONSE, RESOLUTION
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.durations import CLOSED, ESCALATED, HAPPENED, durations_of
from community.insights.clocks.queries.sample import sample_of
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 5, 1, 12, 30, 15, 250_000, tzinfo=UTC)


def one(row: Clock, field: str, now: datetime, *, net: bool, competing: bool) -> tuple[float, int]:
    """Return the duration of one clock and how it ended, step by step."""
    until, ending = now, 0
    if row.closed_at is not None and row.closed_at < until:
        until, ending = row.closed_at, CLOSED
    if row.censored_at is not None and row.censored_at < until:
        until, ending = row.censored_at, 0
    if competing and row.escalated_at is not None and row.escalated_at < until:
        until, ending = row.escalated_at, ESCALATED
    event = getattr(row, field)
    if event is not None and event <= until:
        until, ending = event, HAPPENED
    pause = row.paused_before_resolution if field == "resolved_at" else row.paused_before_answer
    if row.paused_since is not None and ending != HAPPENED:
        pause += max(0.0, (until - row.paused_since).total_seconds())
    return max(0.0, (until - row.asked_at).total_seconds() - (pause if net else 0)), ending


@pytest.fixture
def drawn(cast) -> list[Clock]:
    """Make clocks with everything that can be in one, in all combinations that chance finds."""
    dice, topic = random.Random(7), factories.topic_of(cast.acme)

    def maybe(share: float = 0.4) -> datetime | None:
        return NOW - timedelta(hours=dice.uniform(-5, 90)) if dice.random() < share else None

    rows = []
    for number in range(300):
        asked_at = NOW - timedelta(hours=dice.uniform(90, 200))
        more: dict[str, Any] = {}
        if dice.random() < 0.5 and (resolved := maybe(0.8)):
            more = {"resolved_at": resolved, "basis": "asker", "resolution_quality": dice.choice(["exact", "inferred"])}
        elif closed := maybe():
            more = {"closed_at": closed, "closing": "asker"}
        rows.append(
            Clock(
                company=cast.acme, question_id=number + 1, episode=1, topic=topic,
                topic_at_asking=topic, language="en", channel="forum", source="live",
                asked_at=asked_at, first_response_at=maybe(), first_answer_at=maybe(), censored_at=maybe(0.1),
                escalated_at=maybe(0.2), paused_since=maybe(0.2), paused_before_answer=dice.choice([0, 500.5]),
                paused_before_resolution=dice.choice([0, 9000]), definition_version=1, **more,
            )
        )  # fmt: skip
    return Clock.objects.bulk_create(rows)


@pytest.mark.parametrize("definition", [FIRST_RESPONSE, FIRST_ANSWER, RESOLUTION], ids=lambda each: each.id)
@pytest.mark.parametrize("net", [False, True])
@pytest.mark.parametrize("competing", [False, True])
def test_columns_say_what_rows_say(cast, drawn, definition, net, competing):
    found = durations_of(Clock.objects.of(cast.acme), definition, NOW, net=net, competing=competing)
    rows = {row.pk: row for row in Clock.objects.all()}
    if definition is RESOLUTION:
        rows = {pk: row for pk, row in rows.items() if row.resolution_quality in {"", "exact"}}
    assert set(found.clocks.tolist()) == rows.keys()
    expected = [
        one(rows[pk], definition.event_field, NOW, net=net, competing=competing) for pk in found.clocks.tolist()
    ]
    assert found.seconds == pytest.approx([seconds for seconds, _ending in expected], abs=1e-4)
    assert found.endings.tolist() == [ending for _seconds, ending in expected]


def test_it_is_one_query_and_nothing_is_nothing(cast, drawn, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(sample_of(Clock.objects.of(cast.acme))) == 300
    with django_assert_num_queries(1):
        empty = sample_of(Clock.objects.of(cast.bolt))
    durations = empty.durations(FIRST_ANSWER, clock.now())
    assert (len(empty), durations.seconds.size, durations.curve().n) == (0, 0, 0)


def test_a_part_keeps_its_columns_together(cast, drawn):
    sample = sample_of(Clock.objects.of(cast.acme))
    part = sample.where(sample["basis"] == "asker")
    assert 0 < len(part) < len(sample)
    assert set(part["pk"].tolist()) == set(Clock.objects.filter(basis="asker").values_list("pk", flat=True))
    assert np.all(np.diff(sample["asked_at"]) >= 0)
