"""Many people, or one impatient one, at the same moment."""

from __future__ import annotations

from uuid import uuid4

import pytest

from community.events.models import Event
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.answer import answer_question
from community.questions.actions.ask import ask_question
from community.questions.actions.me_too import set_me_too
from community.questions.actions.vote import vote_on, withdraw_vote
from community.questions.models import Acceptance, Answer, Episode, MeToo, Post, Question, Tag, Vote
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def answered(cast):
    question = factories.ask(cast.alice)
    return question, factories.answer(cast.bob, question)


def test_twenty_double_clicks_make_one_vote(cast, answered):
    _question, found = answered
    race(20, lambda _n: vote_on(voter=cast.alice, answer=found, value=1).pk)
    assert Vote.objects.count() == 1
    assert Post.objects.get(pk=found.pk).helpful_count == 1
    assert Event.objects.filter(type="vote.cast").count() == 1


def test_counters_are_right_after_people_change_their_minds_at_once(cast, answered):
    _question, found = answered

    def flip(number: int) -> None:
        voter = (cast.alice, cast.mona, cast.ada)[number % 3]
        if number % 4 == 3:
            withdraw_vote(voter=voter, answer=found)
        else:
            vote_on(voter=voter, answer=found, value=1 if number % 2 else -1)

    race(18, flip)
    post = Post.objects.get(pk=found.pk)
    votes = list(Vote.objects.values_list("value", flat=True))
    assert (post.helpful_count, post.unhelpful_count) == (votes.count(1), votes.count(-1))


def test_ten_simultaneous_accepts_make_one_accepted_answer(cast, answered):
    _question, found = answered
    race(10, lambda _n: accept_answer(member=cast.alice, answer=found).pk)
    assert Acceptance.objects.count() == 1
    assert Event.objects.filter(type="answer.accepted").count() == 1


def test_accepting_ten_answers_at_once_leaves_one_standing(cast, answered):
    question, _found = answered
    answers = [factories.answer(cast.bob, question, f"Way number {n} is to restart the phone.") for n in range(9)]
    race(9, lambda n: accept_answer(member=cast.alice, answer=answers[n]).pk)
    assert Acceptance.objects.filter(revoked_at__isnull=True).count() == 1
    assert list(Episode.objects.values_list("number", "outcome")) == [(1, "resolved")]
    assert Question.objects.get().state == "resolved"


def test_accepting_and_withdrawing_at_once_ends_in_a_legal_state(cast, answered):
    question, found = answered

    def flip(number: int) -> None:
        if number % 2:
            withdraw_acceptance(member=cast.alice, question=question)
        else:
            accept_answer(member=cast.alice, answer=found)

    race(10, flip)
    standing = Acceptance.objects.filter(revoked_at__isnull=True).count()
    assert Question.objects.get().state == ("resolved" if standing else "reopened")
    assert Episode.objects.filter(ended_at__isnull=True).count() == 1 - standing


def test_a_question_sent_ten_times_is_asked_once(cast):
    submission, topic = uuid4(), factories.topic_of(cast.acme)

    def send(_number: int) -> int:
        words = {"title": "How do I roam?", "body": factories.BODY, "tags": ["roaming"]}
        return ask_question(author=cast.alice, topic=topic, submission=submission, **words).pk

    outcome = race(10, send)
    assert (len(outcome), Question.objects.count()) == (1, 1)
    assert Tag.objects.get().question_count == 1


def test_an_answer_sent_ten_times_is_posted_once(cast, answered):
    question, _found = answered
    submission = uuid4()
    words = {"author": cast.mona, "question": question, "body": factories.ANSWER, "submission": submission}
    outcome = race(10, lambda _n: answer_question(**words).pk)
    assert (len(outcome), Answer.objects.count()) == (1, 2)


def test_questions_with_the_same_new_tags_do_not_wait_for_each_other(cast):
    topic = factories.topic_of(cast.acme)

    def send(number: int) -> str:
        tags = ["alpha", "beta", "gamma"] if number % 2 else ["gamma", "beta", "alpha"]
        ask_question(
            author=cast.alice, topic=topic, title=f"Question {number} about tags?", body=factories.BODY, tags=tags
        )
        return "asked"

    assert race(8, send) == {"asked": 8}
    assert set(Tag.objects.values_list("question_count", flat=True)) == {8}


def test_me_too_counts_people(cast, answered):
    question, _found = answered
    race(12, lambda n: set_me_too(member=(cast.bob, cast.mona)[n % 2], question=question, wanted=True).pk)
    assert (Question.objects.get().me_too_count, MeToo.objects.count()) == (2, 2)
