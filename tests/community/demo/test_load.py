from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.models import Company, Membership
from community.demo.load import known_source_id, load_company
from community.events.models import Delivery, Event, Stream
from community.questions.models import Answer, Episode, Question, Tag
from community.questions.state import derive_state, facts_of

QUESTIONS = 60


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    """Load once for the whole module, and take it away afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_company("load", questions=QUESTIONS, members=30, told=lambda done: None)
        transaction.set_rollback(True)


def test_every_question_stands_where_its_rows_say(loaded: Company) -> None:
    for question in Question.objects.of(loaded).select_related("post"):
        facts = facts_of(question)
        assert question.state == derive_state(facts)
        assert question.needs_answer == facts.needs_answer
        assert question.answer_count == facts.answers
        assert question.first_answered_at == facts.first_answered_at
        assert (question.resolved_at is not None) == facts.is_accepted


def test_votes_are_counted_on_their_posts(loaded: Company) -> None:
    for answer in Answer.objects.filter(company=loaded).select_related("post"):
        values = [vote.value for vote in answer.post.votes.all()]
        assert (answer.post.helpful_count, answer.post.unhelpful_count) == (values.count(1), values.count(-1))


def test_tags_are_counted_and_stand_on_their_questions(loaded: Company) -> None:
    for tag in Tag.objects.filter(company=loaded):
        assert tag.question_count == Question.objects.filter(tags=tag, tag_names__contains=[tag.name]).count() > 0


@pytest.mark.parametrize("size", [10, 100])
def test_a_known_question_has_its_size(loaded: Company, size: int) -> None:
    question = Question.objects.get(company=loaded, post__source_id=known_source_id(size))
    assert 1 + question.answers.count() == size


def test_episodes_end_with_their_questions(loaded: Company) -> None:
    episodes = Episode.objects.filter(company=loaded)
    assert episodes.count() == QUESTIONS
    assert episodes.filter(outcome="resolved").count() == Question.objects.of(loaded).solved().count() > 0


def test_the_past_is_recorded_as_seeds_that_reach_nobody(loaded: Company) -> None:
    past = Event.objects.filter(company=loaded.key)
    assert past.of_types("question.asked").count() == QUESTIONS
    assert set(past.values_list("source", flat=True)) == {Event.Source.SEED}
    assert Stream.objects.filter(company=loaded.key).count() == QUESTIONS
    assert not Delivery.objects.filter(company=loaded.key).exists()


def test_everybody_can_sign_in(loaded: Company) -> None:
    members = Membership.objects.of(loaded)
    assert members.filter(person__is_active=True).count() == 30
    assert [members.filter(role=role).count() for role in ("admin", "moderator")] == [1, 1]
