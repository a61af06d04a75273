"""What every test of this feature checks at its end: the stored state is what the facts say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from community.events.models import Event
from community.questions.models import Answer, Question
from community.questions.state import derive_state, facts_of, is_substantive


@pytest.fixture(autouse=True)
def stored_state_follows_from_facts(request) -> Iterator[None]:
    """Recompute every question after a test, and compare with the columns and with the log."""
    looks = "cast" in request.fixturenames and "test_constraints" not in request.node.nodeid
    if looks:
        # Set up the database before this fixture, so that it is still there afterwards.
        request.getfixturevalue("cast")
    yield
    if not looks or connection.needs_rollback:
        return
    for question in Question.objects.select_related("post"):
        facts = facts_of(question)
        stored = (question.state, question.needs_answer, question.answer_count, question.first_answered_at)
        assert stored == (derive_state(facts), facts.needs_answer, facts.answers, facts.first_answered_at)
        last = Event.objects.in_stream(str(question.company_id), question.stream).of_types("question.state_changed").last()
        assert question.state == (last.payload["after"] if last else "new")
    for answer in Answer.objects.select_related("post__author", "question__post"):
        assert answer.is_substantive == is_substantive(
            purpose=answer.purpose,
            by_asker=answer.post.author_id == answer.question.post.author_id,
            by_service=answer.post.author.kind == "service",
            visible=answer.post.is_visible,
            visible_chars=answer.post.visible_chars,
        )
