"""The database keeps the promises: each test breaks one behind the back of the actions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from community import clock
from community.questions.models import Acceptance, Answer, Comment, Episode, MeToo, Post, Question, Tag, Topic, Vote
from community.questions.models.question import QuestionTag
from tests import factories


@pytest.fixture
def solved(cast):
    question = factories.ask(cast.alice)
    found = factories.solve(question, cast.bob)
    return Question.objects.get(pk=question.pk), found


def refused(name: str):
    """Expect the database to refuse, naming the constraint; deferred ones are checked at once."""
    return pytest.raises(IntegrityError, match=name)


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_one_vote_per_member_and_post(cast, solved):
    _question, found = solved
    Vote.objects.create(company=cast.acme, post=found.post, voter=cast.alice, value=1)
    with refused("one_vote_per_member_and_post"), transaction.atomic():
        Vote.objects.create(company=cast.acme, post=found.post, voter=cast.alice, value=-1)


def test_a_vote_is_plus_or_minus_one(cast, solved):
    with refused("vote_is_plus_or_minus_one"), transaction.atomic():
        Vote.objects.create(company=cast.acme, post=solved[1].post, voter=cast.alice, value=5)


def test_nobody_votes_on_their_own_post(cast, solved):
    with refused("a vote on one's own post"), transaction.atomic():
        Vote.objects.create(company=cast.acme, post=solved[1].post, voter=cast.bob, value=1)


def test_one_standing_acceptance(cast, solved):
    question, _found = solved
    other = factories.answer(cast.mona, question)
    with refused("one_standing_acceptance"), transaction.atomic():
        Acceptance.objects.create(company=cast.acme, question=question, answer=other, basis="staff")


def test_an_acceptance_belongs_to_its_question(cast, solved):
    _question, found = solved
    other = factories.ask(cast.alice)
    with refused("acceptance_of_the_questions_own_answer"), transaction.atomic():
        Acceptance.objects.create(company=cast.acme, question=other, answer=found, basis="asker")
        check_now()


def test_an_acceptance_belongs_to_its_company(cast, solved):
    question, found = solved
    Acceptance.objects.update(revoked_at=clock.now())
    with refused("acceptance_of_the_questions_own_answer"), transaction.atomic():
        Acceptance.objects.create(company=cast.bolt, question=question, answer=found, basis="asker")
        check_now()


def test_one_open_episode(cast):
    question = factories.ask(cast.alice)
    with refused("one_open_episode"), transaction.atomic():
        Episode.objects.create(company=cast.acme, question=question, number=2)


def test_an_episode_number_comes_once(cast, solved):
    with refused("episode_number_once"), transaction.atomic():
        Episode.objects.create(company=cast.acme, question=solved[0], number=1)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"outcome": ""}, "ended_episodes_have_an_outcome"),
        ({"basis": ""}, "resolved_episodes_have_a_basis"),
        ({"ended_at": F("opened_at") - timedelta(hours=1)}, "episode_ends_after_it_opens"),
    ],
)
def test_an_ended_episode_is_whole(solved, change, name):
    with refused(name), transaction.atomic():
        Episode.objects.filter(question=solved[0]).update(**change)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "lost", "resolved_at": None}, "question_state_known"),
        ({"state": "new", "resolved_at": F("asked_at")}, "only_resolved_questions_have_a_time"),
        ({"needs_answer": True}, "ended_needs_no_answer"),
        ({"title": ""}, "question_has_a_title"),
    ],
)
def test_a_question_is_whole(solved, change, name):
    with refused(name), transaction.atomic():
        Question.objects.filter(pk=solved[0].pk).update(**change)


@pytest.mark.parametrize(
    ("change", "name"), [({"visibility": "maybe"}, "post_visibility_known"), ({"version": 0}, "post_version_positive")]
)
def test_a_post_is_whole(solved, change, name):
    with refused(name), transaction.atomic():
        Post.objects.filter(pk=solved[1].pk).update(**change)


def test_only_attempts_are_substantive(solved):
    with refused("only_attempts_are_substantive"), transaction.atomic():
        Answer.objects.filter(pk=solved[1].pk).update(purpose="not_attempt")


def test_a_submission_makes_one_post(cast, solved):
    post = solved[1].post
    with refused("post_once_per_submission"), transaction.atomic():
        Post.objects.create(
            company=cast.acme, author=cast.bob, kind="answer", render_version=1, submission=post.submission
        )


def test_a_source_is_imported_once(cast):
    words = {"company": cast.acme, "author": cast.bob, "kind": "answer", "render_version": 1, "source_id": "se:7"}
    Post.objects.create(**words)
    with refused("post_imported_once"), transaction.atomic():
        Post.objects.create(**words)


def test_me_too_counts_a_member_once(cast, solved):
    MeToo.objects.create(company=cast.acme, question=solved[0], member=cast.bob)
    with refused("me_too_once"), transaction.atomic():
        MeToo.objects.create(company=cast.acme, question=solved[0], member=cast.bob)


def test_a_comment_is_not_about_itself(cast, solved):
    remark = factories.comment(cast.bob, solved[0])
    with refused("comment_not_on_itself"), transaction.atomic():
        Comment.objects.filter(pk=remark.pk).update(target=remark.pk)


def test_topics_and_tags_are_one_each_in_a_company(cast):
    factories.make_topic(cast.bolt, "Roaming")
    factories.make_topic(cast.acme, "Roaming")
    with refused("topic_slug_once_per_company"), transaction.atomic():
        factories.make_topic(cast.acme, "Roaming")
    tag = Tag.objects.create(company=cast.acme, slug="sim", name="SIM")
    with refused("tag_slug_once_per_company"), transaction.atomic():
        Tag.objects.create(company=cast.acme, slug="sim", name="Sim")
    question = factories.ask(cast.alice)
    QuestionTag.objects.create(company=cast.acme, question=question, tag=tag)
    with refused("tag_once_per_question"), transaction.atomic():
        QuestionTag.objects.create(company=cast.acme, question=question, tag=tag)


def test_a_topic_is_not_its_own_parent(cast):
    topic = factories.topic_of(cast.acme)
    with refused("topic_not_own_parent"), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(parent=topic.pk)
