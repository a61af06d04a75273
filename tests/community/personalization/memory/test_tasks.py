"""Learning in the background shares the workers with everything else."""

from __future__ import annotations

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from community.events.models import Delivery, Event
from community.personalization.memory import tasks
from community.personalization.memory.actions import learn as learning
from community.personalization.memory.actions import queue
from community.personalization.memory.actions.queue import queue_lesson
from community.personalization.memory.models import Lesson
from community.personalization.memory.queries.recall import forget_processes_memory, is_remembered
from community.personalization.memory.tasks import sweep
from tests.factories import ask


@pytest.fixture
def two_at_a_time(monkeypatch):
    for module in (learning, tasks):
        monkeypatch.setattr(module, "BATCH", 2)
    monkeypatch.setattr(tasks, "_TURN", 2)


def asked(members, times, deliver_all):
    for number in range(times):
        for member in members:
            ask(member, f"Question {number} about roaming")
    deliver_all()


def waiting(company):
    return Lesson.objects.of(company).waiting().count()


def test_whoever_delivers_much_learns_one_batch_and_the_sweep_the_rest(
    cast, deliver_all, two_at_a_time, django_capture_on_commit_callbacks
):
    """So nothing that follows from an event stands behind a backlog."""
    with django_capture_on_commit_callbacks(execute=True):
        asked([cast.alice], 7, deliver_all)
    assert waiting(cast.acme) == 5
    assert sweep() == 4 and sweep() == 1


def test_what_a_savepoint_takes_back_does_not_keep_the_rest_from_being_learned(
    cast, django_capture_on_commit_callbacks
):
    ask(cast.alice)
    ask(cast.alice)
    first, second = Event.objects.filter(type="question.asked").order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(RuntimeError), transaction.atomic():
            queue_lesson(event=first)
            raise RuntimeError
        queue_lesson(event=second)
    assert list(Lesson.objects.exclude(applied_at=None).values_list("event", flat=True)) == [second.pk]


@pytest.fixture
def learning_fails(cast, monkeypatch, django_capture_on_commit_callbacks):
    """Return a function that queues a lesson whose learning raises the error."""

    def queue_one(error):
        def fail(_company):
            raise error

        ask(cast.alice)
        monkeypatch.setattr(queue, "learn_at_once", fail)
        with django_capture_on_commit_callbacks(execute=True):
            queue_lesson(event=Event.objects.get(type="question.asked"))

    return queue_one


def test_learning_that_fails_keeps_nothing_else_from_following(cast, learning_fails, caplog):
    learning_fails(RuntimeError("broken"))
    assert f"What company {cast.acme.pk} learns could not be kept up." in caplog.messages
    assert waiting(cast.acme) == 1


def test_learning_that_takes_too_long_ends_the_task(learning_fails):
    with pytest.raises(SoftTimeLimitExceeded):
        learning_fails(SoftTimeLimitExceeded())


def test_a_long_backlog_of_one_company_keeps_no_other_waiting(cast, deliver_all, two_at_a_time):
    asked([cast.alice], 9, deliver_all)
    asked([cast.charlie], 3, deliver_all)
    assert sweep() == 4 and (waiting(cast.acme), waiting(cast.bolt)) == (7, 1)
    # A short batch of one leaves the other more.
    assert sweep() == 5 and (waiting(cast.acme), waiting(cast.bolt)) == (3, 0)
    assert sweep() == 3 and sweep() == 0


def test_a_company_that_cannot_learn_keeps_no_other_waiting(cast, deliver_all, monkeypatch):
    asked([cast.alice, cast.charlie], 1, deliver_all)

    def learn_but_not_of_acme(company):
        if company == cast.acme:
            raise RuntimeError("broken")
        return learning.learn_batch(company)

    monkeypatch.setattr(tasks, "learn_batch", learn_but_not_of_acme)
    assert sweep() == 1 and (waiting(cast.acme), waiting(cast.bolt)) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_what_happens_is_learned_by_whoever_delivers_it_before_anything_else_follows(cast, deliver_all):
    """Without another task, for which no worker may be free."""
    question = ask(cast.alice)
    first = Delivery.objects.filter(stream=f"question:{question.pk}").order_by("closed_at")
    deliver_all()
    assert first[0].follower == "personalization.learn"
    assert first[0].closed_at <= Lesson.objects.get().effect_at <= first[1].closed_at


def test_a_worker_that_has_just_begun_reads_before_it_keeps_others_from_learning(cast, deliver_all, monkeypatch):
    asked([cast.alice], 1, deliver_all)
    assert sweep() == 1
    asked([cast.alice], 1, deliver_all)
    forget_processes_memory()
    known = []
    monkeypatch.setattr(learning, "learn_batch", lambda company, _limit: known.append(is_remembered(company.pk)) or 0)
    learning.learn_at_once(cast.acme.pk)
    assert known == [True, True]
