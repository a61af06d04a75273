"""When a question is offered by itself, and when it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.personalization.routing.models import Ring
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.lock import set_locked
from community.questions.models import Post, Question
from tests import factories
from tests.community.personalization.routing.conftest import asked, helpers, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(cast, deliver_all):
    """A question of Alice's of which the first five of many helpers were asked."""
    helpers(cast.acme, 12)
    question = asked(cast.alice)
    deliver_all()
    assert len(told(question)) == 5
    return question


def rings() -> list[int]:
    return list(Ring.objects.values_list("number", flat=True).order_by("number"))


def test_a_question_whose_asker_gave_the_details_is_offered_again(cast, offered, deliver_all):
    factories.answer(cast.bob, offered, "Which phone is it?", purpose="needs_info")
    deliver_all()
    assert told(offered) == set()
    factories.comment(cast.alice, offered, "It is a new one.")
    deliver_all()
    assert rings() == [1, 2] and len(told(offered)) == 5


def test_a_question_that_is_unlocked_is_offered_again(cast, offered, deliver_all):
    for locked in (True, False):
        set_locked(moderator=cast.mona, question=offered, locked=locked)
        deliver_all()
    assert rings() == [1, 2]


def test_where_nobody_is_there_when_it_waits_again_it_is_looked_at_again(cast, deliver_all):
    question = asked(cast.alice)
    deliver_all()
    for locked in (True, False):
        set_locked(moderator=cast.mona, question=question, locked=locked)
        deliver_all()
    assert rings() == [1, 2] and Ring.objects.get(number=2).next_at is not None


def test_a_comment_that_is_shown_again_asks_nobody(cast, offered, deliver_all):
    comment = factories.comment(cast.bob, offered)
    Ring.objects.update(next_at=None)
    hide_post(moderator=cast.mona, post=comment.post, reason="Rude.")
    restore_post(moderator=cast.mona, post=Post.objects.get(pk=comment.post_id))
    deliver_all()
    assert rings() == [1]


@pytest.mark.parametrize("kind", ["of old", "imported", "of now"])
def test_a_question_of_old_or_imported_that_is_shown_again_is_offered_to_nobody(cast, deliver_all, kind):
    question = asked(cast.alice)
    hide_post(moderator=cast.mona, post=question.post, reason="Rude.")
    deliver_all()
    assert rings() == []
    if kind == "of old":
        Question.objects.filter(pk=question.pk).update(asked_at=clock.now() - timedelta(hours=7))
    if kind == "imported":
        Post.objects.filter(pk=question.pk).update(source_id="17")
    helpers(cast.acme, 3)
    restore_post(moderator=cast.mona, post=Post.objects.get(pk=question.post_id))
    deliver_all()
    assert rings() == ([1] if kind == "of now" else [])
