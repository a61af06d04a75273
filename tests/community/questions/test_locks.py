"""Whoever waited for a lock reads what the former holder left."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from community.questions.actions.answer import answer_question
from community.questions.actions.edit import EditConflict, edit_question
from community.questions.actions.hide import hide_post
from community.questions.actions.vote import vote_on
from community.questions.locks import lock_answer, lock_question
from community.questions.models import Answer, Post, Revision, Vote
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def while_waiting(first: Callable[[], Any], change: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Let `first` take a lock, `second` wait for it, and only then make the change; return what came of `second`."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            with transaction.atomic():
                outcome.append(second())
        except Exception as error:
            outcome.append(type(error).__name__)
        finally:
            connection.close()

    with transaction.atomic():
        first()
        thread = Thread(target=run)
        thread.start()
        _wait_for_a_waiter()
        change()
    thread.join()
    return outcome


def _wait_for_a_waiter() -> None:
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("Nobody waited for the lock.")


def test_a_question_is_read_as_its_former_holder_left_it(cast):
    question = factories.ask(cast.alice)
    seen = while_waiting(
        lambda: lock_question(question.pk),
        lambda: Post.objects.filter(pk=question.pk).update(version=7),
        lambda: lock_question(question.pk).post.version,
    )
    assert seen == [7]


def test_nobody_answers_a_question_that_is_being_hidden(cast):
    question = factories.ask(cast.alice)
    seen = while_waiting(
        lambda: lock_question(question.pk),
        lambda: hide_post(moderator=cast.mona, post=question.post, reason="An advertisement."),
        lambda: answer_question(author=cast.bob, question=question, body=factories.ANSWER),
    )
    assert seen == ["NotAllowed"]
    assert not Answer.objects.exists()


def test_nobody_judges_an_answer_that_is_being_hidden(cast):
    found = factories.answer(cast.bob, factories.ask(cast.alice))
    seen = while_waiting(
        lambda: lock_answer(found.pk),
        lambda: hide_post(moderator=cast.mona, post=found.post, reason="An advertisement."),
        lambda: vote_on(voter=cast.alice, answer=found, value=1),
    )
    assert seen == ["NotAllowed"]
    assert not Vote.objects.exists()


def test_hiding_takes_no_vote_away(cast):
    found = factories.answer(cast.bob, factories.ask(cast.alice))
    seen = while_waiting(
        lambda: lock_answer(found.pk),
        lambda: vote_on(voter=cast.alice, answer=found, value=1),
        lambda: hide_post(moderator=cast.mona, post=found.post, reason="An advertisement.").visibility,
    )
    assert seen == ["hidden"]
    assert Post.objects.get(pk=found.pk).helpful_count == 1


def test_of_edits_that_began_together_one_is_kept_and_the_others_are_told(cast):
    question = factories.ask(cast.alice)
    factories.answer(cast.bob, question)

    def edit(number: int) -> str:
        words = {"title": question.title, "body": f"The words of number {number}, all of them new.", "tags": []}
        edit_question(editor=cast.alice, question=question, topic=question.topic, version=1, **words)
        return "kept"

    assert race(6, edit) == {"kept": 1, EditConflict.__name__: 5}
    assert Revision.objects.count() == 1


def test_votes_and_hiding_at_once_never_wait_for_each_other_in_a_circle(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    voters = [cast.alice, cast.mona, cast.ada]

    def act(number: int) -> str:
        if number == 3:
            hide_post(moderator=cast.mona, post=found.post, reason="An advertisement.")
        elif number == 4:
            factories.comment(cast.alice, question, on=found)
        else:
            vote_on(voter=voters[number], answer=found, value=1)
        return "done"

    assert set(race(5, act)) <= {"done", "NotAllowed"}
    post = Post.objects.get(pk=found.pk)
    assert (post.visibility, post.helpful_count) == ("hidden", Vote.objects.count())
