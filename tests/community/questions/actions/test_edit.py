"""Editing with history (features.md ASK-10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.events.models import Event
from community.questions.actions.edit import GRACE, EditConflict, edit_answer, edit_question, is_material
from community.questions.models import Revision
from community.web.errors import NotAllowed
from tests import factories

NEW_BODY = "It happens only abroad, and only in the evening, since the last update."


def edit(question, editor, *, body=NEW_BODY, version=1, title="How do I get a signal abroad?"):
    return edit_question(
        editor=editor, question=question, title=title, body=body, topic=question.topic, tags=["signal"], version=version
    )


def test_a_quick_fix_leaves_no_history(cast):
    question = factories.ask(cast.alice)
    edit(question, cast.alice)
    assert not Revision.objects.exists()


def test_an_edit_after_a_reply_is_kept(cast):
    question = factories.ask(cast.alice, "How do I roam in France?")
    factories.answer(cast.bob, question)
    edited = edit(question, cast.alice)
    assert (edited.title, edited.post.markdown, edited.post.version) == ("How do I get a signal abroad?", NEW_BODY, 2)
    kept = Revision.objects.get()
    assert (kept.version, kept.title, kept.markdown) == (1, "How do I roam in France?", factories.BODY)


def test_an_edit_after_the_grace_time_is_kept(cast):
    question = factories.ask(cast.alice)
    with clock.moved(GRACE + timedelta(seconds=1)):
        edit(question, cast.alice)
    assert Revision.objects.count() == 1


def test_a_moderators_edit_is_always_kept(cast):
    edit(factories.ask(cast.alice), cast.mona)
    assert Revision.objects.get().replaced_by == cast.mona


def test_an_edit_of_an_older_version_overwrites_nothing(cast):
    question = factories.ask(cast.alice)
    edit(question, cast.mona)
    with pytest.raises(EditConflict):
        edit(question, cast.alice, body="Mine is better than hers, I am sure of it.", version=1)
    question.post.refresh_from_db()
    assert question.post.markdown == NEW_BODY


def test_an_edit_says_whether_it_is_material(cast):
    question = factories.ask(cast.alice)
    edit(question, cast.alice)
    assert Event.objects.get(type="question.edited").payload["material"] is True


@pytest.mark.parametrize(
    ("before", "after", "material"),
    [
        ("one two three", "one two three", False),
        ("a b c d e f g h i j k", "a b c d e f g h i j x", True),
        ("", "x", True),
    ],
)
def test_material_means_more_than_a_tenth_of_the_words(before, after, material):
    assert is_material(before, after) is material


def test_others_cannot_edit(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    for refused in (
        lambda: edit(question, cast.bob),
        lambda: edit_answer(editor=cast.alice, answer=found, body=NEW_BODY, purpose="attempt", version=1),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert not Event.objects.of_types("question.edited", "answer.edited").exists()
