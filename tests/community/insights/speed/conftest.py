"""Clocks made by hand: questions with the times that a test names, without the events from which they would come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from accounts.models import Company, Membership
from community import clock
from community.insights.clocks.definitions import CLOCK_VERSION
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.population import Population
from community.questions.models import Answer, Post, Question
from tests import factories

_numbers = count(1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def make_clock(asker: Membership, ago: timedelta, **fields: Any) -> Clock:
    """Make a question that was asked so long ago, and its clock. Lengths of time count from the asking.

    `answered`, `responded`, `solved`, `closed`, `reopened`, `escalated` and `censored` are such lengths; `by` is who
    answered and solved.
    """
    company, asked_at, by = asker.company, clock.now() - ago, fields.pop("by", None)
    title = fields.pop("title", f"Question {next(_numbers)}")
    topic = fields.pop("topic", None) or factories.topic_of(company)
    post = Post.objects.create(company=company, kind="question", author=asker, markdown="?", html="?", render_version=1)
    Question.objects.create(post=post, company=company, title=title, topic=topic, language="en", asked_at=asked_at)
    moments = {name: asked_at + fields.pop(name) for name in list(fields) if isinstance(fields[name], timedelta)}
    answered, solved = moments.get("answered"), moments.get("solved")
    if answered:
        fields |= {"first_answerer": by, "first_answerer_standing": fields.get("first_answerer_standing", "peer")}
        moments.setdefault("responded", answered)
    if solved:
        fields = {"basis": "asker", "resolution_quality": "exact", "solver_standing": "peer", "solver": by} | fields
        fields.setdefault("answers_before_resolution", 1)
        fields.setdefault("solution_posted_at", answered)
    if moments.get("closed"):
        fields.setdefault("closing", "asker")
    return Clock.objects.create(
        company=company, question_id=post.pk, episode=1, asker=asker, topic=topic, topic_at_asking=topic, language="en",
        channel=fields.pop("channel", "forum"), source="live", asked_at=asked_at, definition_version=CLOCK_VERSION,
        first_response_at=moments.get("responded"), first_answer_at=answered, resolved_at=solved,
        closed_at=moments.get("closed"), reopened_at=moments.get("reopened"), escalated_at=moments.get("escalated"),
        censored_at=moments.get("censored"), **fields,
    )  # fmt: skip


def give_answer(helper: Membership, clock_: Clock, at: datetime | None = None) -> None:
    """Write the answer that a clock tells of, for figures that read answers."""
    post = Post.objects.create(
        company=helper.company, kind="answer", author=helper, markdown="!", html="!", render_version=1,
        created_at=at or clock_.first_answer_at,
    )  # fmt: skip
    Answer.objects.create(post=post, company=helper.company, question_id=clock_.question_id, is_substantive=True)


@pytest.fixture
def many(cast) -> Callable[..., list[Clock]]:
    """Return a function that makes so many clocks alike."""

    def make(n: int, ago: timedelta = 5 * DAY, **fields: Any) -> list[Clock]:
        return [make_clock(cast.alice, ago, **fields) for _ in range(n)]

    return make


def last_days(company: Company, days: int = 28, **filters: Any) -> Population:
    """Return the questions of the last days."""
    today = clock.now().date()
    return Population(company=company, since=today - timedelta(days=days - 1), until=today, **filters)
