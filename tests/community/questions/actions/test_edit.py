"""Editing with history (features.md ASK-10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.events.models import Event
from community.questions.actions.edit import (
    GRACE,
    EditConflict,
    edit_answer,
    edit_comment,
    edit_question,
    is_material,
)
from community.questions.models import Post, Revision
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


def test_stale_words_are_a_conflict_also_for_who_may_change_the_topic_only(cast):
    trusted = factories.make_member(cast.acme, trust_level=2)
    question = factories.ask(cast.alice)
    before = (question.title, question.post.markdown)
    edit(question, cast.alice)
    with pytest.raises(EditConflict):
        edit(question, trusted, title=before[0], body=before[1], version=1)


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


def test_an_edit_that_changes_nothing_leaves_no_trace(cast):
    question = factories.ask(cast.alice, tags=["signal"])
    found = factories.answer(cast.bob, question)
    remark = factories.comment(cast.mona, question)
    events = Event.objects.count()
    words = {"title": question.title, "body": factories.BODY, "topic": question.topic, "tags": ["Signal"]}
    edit_question(editor=cast.alice, question=question, version=1, **words)
    edit_answer(editor=cast.bob, answer=found, body=factories.ANSWER, purpose="attempt", version=1)
    edit_comment(editor=cast.mona, comment=remark, body="Which phone is it?", version=1)
    assert (Event.objects.count(), Revision.objects.count()) == (events, 0)
    assert set(Post.objects.values_list("version", "edited_at")) == {(1, None)}


def test_another_topic_or_other_tags_are_a_change(cast):
    question = factories.ask(cast.alice, tags=["signal"])
    words = {"title": question.title, "body": factories.BODY, "version": 1}
    edited = edit_question(editor=cast.alice, question=question, topic=question.topic, tags=["roaming"], **words)
    assert (edited.tag_names, edited.post.version) == (["roaming"], 2)


def test_a_comment_keeps_its_former_words(cast):
    question = factories.ask(cast.alice)
    remark = factories.comment(cast.bob, question)
    edit_comment(editor=cast.bob, comment=remark, body="Which phone is it, please?", version=1)
    assert Revision.objects.get().markdown == "Which phone is it?"
    assert Event.objects.get(type="comment.edited").payload["version"] == 2
    with pytest.raises(EditConflict):
        edit_comment(editor=cast.mona, comment=remark, body="Never mind.", version=1)


def test_only_the_askers_own_edit_gives_the_details(cast):
    question = factories.ask(cast.alice)
    factories.answer(cast.bob, question, "Which phone do you have?", purpose="needs_info")
    edit(question, cast.mona)
    question.refresh_from_db()
    assert question.state == "needs_info"
    edit(question, cast.alice, version=2, body=f"{NEW_BODY} It is a Lumen 4.")
    question.refresh_from_db()
    assert question.state == "new"


def test_an_edit_that_a_screen_holds_takes_the_acceptance_back(cast, holding):
    question = factories.ask(cast.alice)
    found = factories.solve(question, cast.bob)
    holding("answer")
    edit_answer(editor=cast.bob, answer=found, body=NEW_BODY, purpose="attempt", version=1)
    question.refresh_from_db()
    found.refresh_from_db()
    assert (question.state, found.post.visibility, found.is_substantive) == ("reopened", "hidden", False)
