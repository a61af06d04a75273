"""Who may do what: each refusal is a sentence, and nothing has changed after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers

from accounts.models import Membership
from community import clock
from community.audit.models import AuditEntry
from community.events.models import Event
from community.questions import policies
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.close import close_question, reopen_question
from community.questions.actions.comment import comment_on
from community.questions.actions.edit import edit_answer, edit_comment, edit_question
from community.questions.actions.hide import hide_post
from community.questions.actions.lock import set_locked
from community.questions.actions.me_too import set_me_too
from community.questions.actions.report_failure import report_failure
from community.questions.actions.vote import vote_on, withdraw_vote
from community.questions.models import (
    Acceptance,
    Answer,
    Comment,
    Episode,
    FailureReport,
    MeToo,
    Post,
    Question,
    Revision,
    Tag,
    Vote,
)
from community.web.errors import NotAllowed
from tests import factories

EVERYTHING = (
    Acceptance, Answer, AuditEntry, Comment, Episode, Event, FailureReport, MeToo, Post, Question, Revision, Tag, Vote,
)  # fmt: skip


@dataclass
class Scene:
    """Alice's question with Bob's answer and Mona's comment on it."""

    question: Question
    answer: Answer
    comment: Comment


@pytest.fixture
def scene(cast) -> Scene:
    question = factories.ask(cast.alice, tags=["signal"])
    found = factories.answer(cast.bob, question)
    return Scene(question, found, factories.comment(cast.mona, question, on=found))


Act = Callable[[Membership, Scene], Any]

ACTS: dict[str, Act] = {
    "ask": lambda m, s: factories.ask(m, topic=s.question.topic),
    "answer": lambda m, s: factories.answer(m, s.question),
    "comment": lambda m, s: factories.comment(m, s.question),
    "comment on an answer": lambda m, s: factories.comment(m, s.question, on=s.answer),
    "vote": lambda m, s: vote_on(voter=m, answer=s.answer, value=1),
    "take a vote back": lambda m, s: withdraw_vote(voter=m, answer=s.answer),
    "me too": lambda m, s: set_me_too(member=m, question=s.question, wanted=True),
    "accept": lambda m, s: accept_answer(member=m, answer=s.answer),
    "withdraw": lambda m, s: withdraw_acceptance(member=m, question=s.question),
    "not working": lambda m, s: report_failure(member=m, answer=s.answer, reason="Still dark."),
    "close": lambda m, s: close_question(member=m, question=s.question, reason="It went away."),
    "reopen": lambda m, s: reopen_question(member=m, question=s.question),
    "edit the question": lambda m, s: edit_question(
        editor=m,
        question=s.question,
        title="Another title?",
        body="Other words.",
        topic=s.question.topic,
        tags=[],
        version=1,
    ),
    "edit the answer": lambda m, s: edit_answer(
        editor=m, answer=s.answer, body="Other words.", purpose="attempt", version=1
    ),
    "edit the comment": lambda m, s: edit_comment(editor=m, comment=s.comment, body="Other words.", version=1),
}


def contents() -> str:
    return "".join(serializers.serialize("json", model.objects.order_by("pk")) for model in EVERYTHING)


def refuses(act: Callable[[], Any], sentence: str) -> None:
    before = contents()
    with pytest.raises(NotAllowed, match=sentence):
        act()
    assert contents() == before


@pytest.mark.parametrize("name", ACTS)
def test_a_suspended_member_only_reads(cast, scene, name):
    until = clock.now() + timedelta(days=1)
    for member in (cast.alice, cast.bob):
        member.suspended_until, member.suspended_reason = until, "Advertising"
        refuses(lambda member=member: ACTS[name](member, scene), "You cannot write here until .* Reason: Advertising")


@pytest.mark.parametrize("name", ACTS)
def test_in_a_closed_community_everybody_only_reads(cast, scene, name):
    cast.acme.is_open = False
    for member in (cast.alice, cast.bob, cast.mona):
        refuses(lambda member=member: ACTS[name](member, scene), "closed for new posts")


@pytest.mark.parametrize("name", ACTS)
def test_members_of_another_company_do_nothing_here(cast, scene, name):
    refuses(lambda: ACTS[name](cast.charlie, scene), "another community|topic of this community")


@pytest.mark.parametrize(
    "name", ["answer", "comment", "comment on an answer", "vote", "me too", "accept", "not working"]
)
def test_nothing_happens_on_a_hidden_question(cast, scene, name):
    hide_post(moderator=cast.mona, post=scene.question.post, reason="An advertisement.")
    for member in (cast.alice, cast.ada):
        refuses(lambda member=member: ACTS[name](member, scene), "This post is hidden")


@pytest.mark.parametrize("name", ["comment on an answer", "vote", "take a vote back", "accept", "not working"])
def test_nothing_happens_on_a_hidden_answer(cast, scene, name):
    hide_post(moderator=cast.mona, post=scene.answer.post, reason="An advertisement.")
    refuses(lambda: ACTS[name](cast.alice, scene), "This post is hidden")


@pytest.mark.parametrize("name", ["answer", "comment", "comment on an answer"])
def test_a_locked_question_takes_replies_of_moderators_only(cast, scene, name):
    set_locked(moderator=cast.mona, question=scene.question, locked=True)
    refuses(lambda: ACTS[name](cast.bob, scene), "A moderator has locked this question")
    assert ACTS[name](cast.mona, scene)


def test_a_locked_question_is_voted_on_and_solved_all_the_same(cast, scene):
    set_locked(moderator=cast.mona, question=scene.question, locked=True)
    for name in ("vote", "accept"):
        assert ACTS[name](cast.alice, scene)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("answer", "It takes no more answers"),
        ("accept", "Reopen it before you accept"),
        ("not working", "Reopen it first"),
        ("close", "This question is not open"),
    ],
)
def test_a_closed_question_takes_no_answers_and_no_decisions(cast, scene, name, sentence):
    close_question(member=cast.alice, question=scene.question, reason="It went away.")
    refuses(lambda: ACTS[name](cast.alice, scene), sentence)


@pytest.mark.parametrize(
    ("name", "who", "sentence"),
    [
        ("vote", "bob", "You cannot vote on your own answer"),
        ("me too", "alice", "This is your own question"),
        ("accept", "bob", "Only the person who asked and moderators can accept"),
        ("withdraw", "bob", "Only the person who asked and moderators can take this back"),
        ("not working", "bob", "Only the person who asked can say"),
        ("not working", "mona", "Only the person who asked can say"),
        ("close", "bob", "Only the person who asked and moderators can close"),
        ("reopen", "alice", "This question is open already"),
        ("edit the question", "bob", "Only the author and moderators"),
        ("edit the answer", "alice", "Only the author and moderators"),
        ("edit the comment", "alice", "Only the author and moderators"),
    ],
)
def test_who_may_not_reads_why(cast, scene, name, who, sentence):
    refuses(lambda: ACTS[name](getattr(cast, who), scene), sentence)


def test_others_do_not_reopen_what_was_closed(cast, scene):
    close_question(member=cast.alice, question=scene.question, reason="It went away.")
    refuses(lambda: ACTS["reopen"](cast.bob, scene), "Only the person who asked and moderators can reopen")


def test_after_a_long_time_only_moderators_reopen(cast, scene):
    close_question(member=cast.alice, question=scene.question, reason="It went away.")
    with clock.moved(policies.REOPEN_WINDOW + timedelta(days=1)):
        refuses(lambda: ACTS["reopen"](cast.alice, scene), "Nothing has happened here for a long time")
        assert ACTS["reopen"](cast.mona, scene).state == "reopened"


def test_an_asker_does_not_report_their_own_answer(cast, scene):
    scene.answer = factories.answer(cast.alice, scene.question)
    refuses(lambda: ACTS["not working"](cast.alice, scene), "This is your own answer")


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_decisions_need_a_reason(cast, scene, reason):
    refuses(lambda: close_question(member=cast.alice, question=scene.question, reason=reason), "Say why")
    refuses(lambda: report_failure(member=cast.alice, answer=scene.answer, reason=reason), "Say what happened")
    refuses(lambda: hide_post(moderator=cast.mona, post=scene.answer.post, reason=reason), "Say why")


def test_nobody_comments_on_a_comment(cast, scene):
    words = {"question": scene.question, "body": "Indeed, that is so.", "author": cast.bob}
    refuses(lambda: comment_on(target=scene.comment.post, **words), "Comment on the question or on an answer")


def test_nobody_comments_on_one_page_about_another(cast, scene):
    other = factories.answer(cast.bob, factories.ask(cast.alice))
    words = {"question": scene.question, "body": "Indeed, that is so.", "author": cast.bob}
    refuses(lambda: comment_on(target=other.post, **words), "stands on another page")


def test_a_removed_post_is_edited_by_nobody(cast, scene):
    Post.objects.filter(pk=scene.comment.pk).update(visibility="deleted")
    refuses(lambda: ACTS["edit the comment"](cast.mona, scene), "This post has been removed")


def test_an_archived_topic_takes_no_questions_and_keeps_those_it_has(cast, scene):
    old = factories.make_topic(cast.acme, "Old phones", is_archived=True)
    refuses(lambda: factories.ask(cast.bob, topic=old), "Choose a topic of this community")
    words = {"title": "Another title?", "body": "Other words.", "tags": [], "version": 1}
    refuses(
        lambda: edit_question(editor=cast.alice, question=scene.question, topic=old, **words),
        "Choose a topic of this community",
    )
    Question.objects.filter(pk=scene.question.pk).update(topic=old)
    assert edit_question(editor=cast.alice, question=scene.question, topic=old, **words).title == "Another title?"


def test_a_vote_is_plus_or_minus_one(cast, scene):
    with pytest.raises(ValueError, match="1 or -1"):
        vote_on(voter=cast.alice, answer=scene.answer, value=5)


def test_the_boolean_of_a_template_is_the_sentence_of_a_person(cast, scene):
    assert policies.allows(policies.check_can_answer, cast.bob, scene.question)
    assert not policies.allows(policies.check_can_close, cast.bob, scene.question)
