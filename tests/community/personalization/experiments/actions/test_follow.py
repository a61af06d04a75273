"""What becomes of questions is collected from what happens, and members are forgotten when they withdraw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.actions.consent import withdraw_consent
from accounts.purposes import Purpose
from community import clock
from community.personalization.experiments.actions.expose import note_first_effect
from community.personalization.experiments.actions.forget import forget_without_consent
from community.personalization.experiments.models import Exposure, OptOut, QuestionOutcome
from community.personalization.experiments.queries.arms import Arm
from community.personalization.experiments.queries.figures import figures_of
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.close import close_question
from community.questions.actions.hide import hide_post, restore_post
from tests import factories
from tests.community.personalization.experiments.conftest import running
from tests.community.personalization.experiments.queries.test_arms import OF_MEMBERS

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def at(minutes: int):
    return clock.frozen_at(NOON + timedelta(minutes=minutes))


@pytest.fixture
def asked(cast):
    with at(0):
        return factories.ask(cast.alice)


def test_answers_and_solutions_are_noted_and_taken_back(cast, asked, deliver_all):
    with at(5):
        factories.answer(cast.alice, asked)
    with at(10):
        first = factories.answer(cast.bob, asked)
    with at(20):
        factories.answer(cast.mona, asked)
    with at(30):
        accept_answer(member=cast.alice, answer=first)
        deliver_all()
    outcome = QuestionOutcome.objects.get()
    assert (outcome.company, outcome.asked_at, outcome.is_counted) == (cast.acme, NOON, True)
    assert outcome.answered_at == NOON + timedelta(minutes=10)
    assert outcome.solved_at == NOON + timedelta(minutes=30)
    with at(40):
        withdraw_acceptance(member=cast.alice, question=asked)
        hide_post(moderator=cast.mona, post=first.post, reason="Wrong")
        deliver_all()
    outcome.refresh_from_db()
    assert (outcome.answered_at, outcome.solved_at) == (NOON + timedelta(minutes=20), None)


def test_hidden_questions_do_not_count_and_closed_ones_wait_no_longer(cast, asked, deliver_all):
    with at(10):
        close_question(member=cast.alice, question=asked, reason="Not needed")
        hide_post(moderator=cast.mona, post=asked.post, reason="An insult")
        deliver_all()
    outcome = QuestionOutcome.objects.get()
    assert (outcome.ended_at, outcome.is_counted) == (NOON + timedelta(minutes=10), False)
    with at(20):
        restore_post(moderator=cast.mona, post=asked.post)
        deliver_all()
    outcome.refresh_from_db()
    assert outcome.is_counted


@pytest.fixture
def taking_part(cast):
    """Bob and Mona met something of an experiment with members."""
    experiment = running(cast.ada, **OF_MEMBERS)
    for member in (cast.bob, cast.mona):
        factories.consent(member, Purpose.EXPERIMENTS)
        note_first_effect(Arm("own_first", cast.acme.pk, member.pk, experiment.pk))
    return experiment


def test_a_members_first_help_afterwards_is_noted(cast, taking_part, deliver_all):
    question = factories.ask(cast.alice)
    factories.answer(cast.bob, question)
    deliver_all()
    helped = Exposure.objects.get(subject=cast.bob.pk).helped_at
    assert helped is not None
    factories.answer(cast.bob, factories.ask(cast.alice))
    deliver_all()
    assert Exposure.objects.get(subject=cast.bob.pk).helped_at == helped
    assert Exposure.objects.get(subject=cast.mona.pk).helped_at is None


def test_who_withdraws_is_forgotten_and_counted_without_a_name(cast, taking_part, deliver_all):
    withdraw_consent(member=cast.bob, purpose=Purpose.EXPERIMENTS, surface="choices")
    deliver_all()
    assert list(Exposure.objects.values_list("subject", flat=True)) == [cast.mona.pk]
    assert OptOut.objects.get().variant == "own_first"
    [_usual, arm] = figures_of(taking_part, clock.now())
    assert (arm.exposed, arm.opted_out) == (2, 1)


def test_switching_something_else_off_is_counted(cast, taking_part, deliver_all):
    factories.consent(cast.mona, Purpose.FEED)
    withdraw_consent(member=cast.mona, purpose=Purpose.FEED, surface="choices")
    deliver_all()
    [_usual, arm] = figures_of(taking_part, clock.now())
    assert (arm.exposed, arm.opted_out) == (2, 1)


def test_what_was_written_while_somebody_withdrew_is_swept(cast, taking_part, deliver_all):
    withdraw_consent(member=cast.bob, purpose=Purpose.EXPERIMENTS, surface="choices")
    deliver_all()
    note_first_effect(Arm("own_first", cast.acme.pk, cast.bob.pk, taking_part.pk))
    assert forget_without_consent(cast.acme) == 1
    assert forget_without_consent(cast.acme) == 0
    assert list(Exposure.objects.values_list("subject", flat=True)) == [cast.mona.pk]
