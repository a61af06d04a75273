"""Remarks under questions and answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from community import clock
from community.events.models import Event
from community.questions.actions.comment import comment_on
from community.questions.models import Comment
from tests import factories


def test_a_comment_says_what_it_is_about(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    remark = factories.comment(cast.mona, question, on=found)
    event = Event.objects.get(type="comment.posted")
    assert event.payload == {
        "question": question.pk, "comment": remark.pk, "target": found.pk, "standing": "peer", "visible": True,
    }  # fmt: skip


def test_the_same_form_sent_again_returns_its_comment(cast):
    question, submission = factories.ask(cast.alice), uuid4()
    words = {"author": cast.bob, "question": question, "target": question.post, "submission": submission}
    assert comment_on(body="Which phone is it?", **words) == comment_on(body="Which one?", **words)


def test_a_second_click_makes_no_second_comment(cast):
    question = factories.ask(cast.alice)
    words = {"author": cast.bob, "question": question, "target": question.post, "body": "Which phone is it?"}
    assert comment_on(**words) == comment_on(**words)
    assert (Comment.objects.count(), Event.objects.filter(type="comment.posted").count()) == (1, 1)


def test_the_same_words_are_another_comment_later_elsewhere_or_of_somebody_else(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.mona, question)
    for minutes, author, target in (
        (0, cast.bob, question),
        (0, cast.mona, question),
        (0, cast.bob, found),
        (2, cast.bob, question),
    ):
        with clock.moved(timedelta(minutes=minutes)):
            comment_on(author=author, question=question, target=target.post, body="Which phone is it?")
    assert Comment.objects.count() == 4
