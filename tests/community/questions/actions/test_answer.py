"""Replying."""

from __future__ import annotations

from uuid import uuid4

import pytest

from community.events.models import Event
from community.questions.actions.answer import answer_question
from community.questions.models import Answer
from community.web.registries import screens
from community.web.registries.screens import Verdict
from tests import factories


def test_an_answer_says_what_it_is(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    event = Event.objects.get(type="answer.posted")
    assert event.payload == {
        "question": question.pk, "answer": found.pk, "purpose": "attempt", "substantive": True, "by_asker": False,
        "standing": "peer", "visible": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "words", "substantive"),
    [
        ("bob", {}, True),
        ("alice", {}, False),
        ("bob", {"body": "x" * 20}, True),
        ("bob", {"body": "x" * 19}, False),
        ("bob", {"body": "**" + "x" * 19 + "**"}, False),
        ("bob", {"purpose": "needs_info"}, False),
        ("bob", {"purpose": "not_attempt"}, False),
    ],
)
def test_what_counts_as_an_answer(cast, who, words, substantive):
    found = factories.answer(getattr(cast, who), factories.ask(cast.alice), **words)
    assert found.is_substantive == substantive


def test_a_programs_reply_is_no_answer(cast):
    robot = factories.make_member(cast.acme, "Robot", kind="service")
    assert not factories.answer(robot, factories.ask(cast.alice)).is_substantive


def test_the_same_form_sent_again_returns_its_answer(cast):
    question, submission = factories.ask(cast.alice), uuid4()
    words = {"author": cast.bob, "question": question, "body": factories.ANSWER, "submission": submission}
    assert answer_question(**words) == answer_question(**words)
    assert Answer.objects.count() == 1


def test_a_reply_moves_the_last_activity(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question, purpose="not_attempt")
    question.refresh_from_db()
    assert (question.last_activity_at, question.answer_count) == (found.post.created_at, 0)


def test_a_text_that_a_screen_holds_is_hidden_and_stops_no_clock(cast, holding):
    question = factories.ask(cast.alice)
    holding("answer")
    found = factories.answer(cast.bob, question)
    question.refresh_from_db()
    assert (found.post.visibility, found.post.visibility_reason) == ("hidden", "A moderator looks at it first.")
    assert (found.is_substantive, question.needs_answer) == (False, True)


def test_a_screen_may_change_what_is_published(cast, monkeypatch):
    monkeypatch.setattr(screens, "_screens", {})
    screens.screen("answer")(lambda context: Verdict.mask("Numbers.", body=context.body.replace("0123", "[number]")))
    found = factories.answer(cast.bob, factories.ask(cast.alice), "Call them on 0123, they will help you.")
    assert found.post.markdown == "Call them on [number], they will help you."
