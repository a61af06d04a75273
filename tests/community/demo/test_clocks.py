"""The demo's figures come from its own past, and move when somebody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Company, Membership
from community import clock
from community.insights.clocks.actions.check import differences
from community.insights.clocks.definitions import FIRST_ANSWER
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.durations import durations_of
from community.insights.clocks.queries.gaps import gaps_of
from community.insights.clocks.queries.population import Population
from community.questions.models import Question
from tests import factories
from tests.community.demo.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded", "at_seeding")]


def population_of(company):
    return Population(company=company, since=NOW.date() - timedelta(days=3650), until=NOW.date())


def test_the_demos_questions_all_have_clocks_that_its_events_tell():
    for company in Company.objects.filter(is_demo=True):
        firsts = Clock.objects.of(company).first_episodes()
        assert set(firsts.values_list("question_id", "asked_at", "topic_id")) == set(
            Question.objects.of(company).values_list("pk", "asked_at", "topic_id")
        )
        for question in Question.objects.of(company).exclude(post__visibility="hidden"):
            assert firsts.get(question=question).first_answer_at == question.first_answered_at, question.title
        assert list(differences(company)) == []
        assert not gaps_of(company, NOW.date() - timedelta(days=3650), NOW.date(), NOW)


def test_its_figures_move_when_a_question_is_answered(deliver_all):
    demo = Company.objects.filter(is_demo=True).order_by("pk")[0]
    clocks = population_of(demo).clocks()
    before = durations_of(clocks, FIRST_ANSWER, NOW).curve().happened
    waiting = clocks.unanswered().filter(question__is_locked=False).select_related("question").latest("asked_at")
    people = Membership.objects.of(demo).filter(person__isnull=False, suspended_until__isnull=True)
    helper = people.exclude(pk=waiting.asker_id).latest("pk")
    with clock.frozen_at(NOW + timedelta(minutes=1)):
        factories.answer(helper, waiting.question)
        deliver_all()
    assert durations_of(clocks, FIRST_ANSWER, NOW + timedelta(minutes=2)).curve().happened == before + 1
