"""Asking."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import translation

from community.events.models import Event
from community.questions.actions.answer import answer_question
from community.questions.actions.ask import ask_question
from community.questions.actions.comment import comment_on
from community.questions.models import Post, Question, Tag
from community.web.errors import NotAllowed
from tests import factories


def ask(cast, **words) -> Question:
    topic = factories.topic_of(cast.acme)
    good = {"author": cast.alice, "title": "How do I roam?", "body": factories.BODY, "topic": topic}
    return ask_question(**{**good, **words})


def test_a_question_its_episode_and_its_event_come_to_be_together(cast):
    question = ask(cast, tags=["Roaming"])
    event = Event.objects.get()
    assert (question.state, question.needs_answer, question.tag_names) == ("new", True, ["Roaming"])
    assert question.episodes.get().opened_at == question.asked_at == question.post.created_at
    assert (event.type, event.actor, event.stream) == ("question.asked", cast.alice.key, question.stream)
    assert event.payload == {
        "question": question.pk, "topic": question.topic_id, "language": "en", "channel": "forum", "visible": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "page", "language"), [("fr", "de", "fr"), ("it", "de", "de"), ("", "de-at", "de"), ("", "es", "en")]
)
def test_the_language_is_the_wanted_the_pages_or_the_companys(cast, wanted, page, language):
    cast.alice.company.languages = ["en", "de", "fr"]
    with translation.override(page):
        assert ask(cast, language=wanted).language == language


def test_the_same_form_sent_again_returns_its_question(cast):
    submission = uuid4()
    assert ask(cast, submission=submission) == ask(cast, submission=submission, title="Another?")
    assert (Question.objects.count(), Event.objects.count()) == (1, 1)


def test_forms_of_two_people_never_meet(cast):
    submission = uuid4()
    assert ask(cast, submission=submission) != ask(cast, submission=submission, author=cast.bob)


@pytest.mark.parametrize(
    "words",
    [{"body": "   "}, {"body": "[unseen]: https://example.com"}, {"tags": list("abcdef")}],
    ids=["blank", "unseen", "tags"],
)
def test_what_cannot_be_asked_leaves_nothing(cast, words):
    with pytest.raises(NotAllowed):
        ask(cast, **words)
    assert not (Post.objects.exists() or Event.objects.exists() or Tag.objects.exists())


def test_a_forms_id_is_good_for_one_kind_of_post(cast):
    submission = uuid4()
    question = ask(cast, submission=submission)
    words = {"author": cast.alice, "question": question, "body": factories.ANSWER, "submission": submission}
    with pytest.raises(NotAllowed, match="This form was used before"):
        answer_question(**words)
    with pytest.raises(NotAllowed, match="This form was used before"):
        comment_on(target=question.post, **words)
    assert Post.objects.count() == 1
