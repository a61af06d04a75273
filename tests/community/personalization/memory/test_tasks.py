"""Learning in the background shares the workers with everything else."""

from __future__ import annotations

import pytest

from community.events.models import Delivery
from community.personalization.memory import tasks
from community.personalization.memory.actions import learn as learning
from community.personalization.memory.models import Lesson
from community.personalization.memory.tasks import learn, sweep
from tests.factories import ask


@pytest.fixture
def two_at_a_time(monkeypatch):
    for module in (learning, tasks):
        monkeypatch.setattr(module, "BATCH", 2)


@pytest.fixture
def started(monkeypatch):
    """Return for which companies learning was started again."""
    companies: list[int] = []
    monkeypatch.setattr(learning, "start_after_commit", lambda _task, company: companies.append(company))
    return companies


def asked(members, times, deliver_all):
    for number in range(times):
        for member in members:
            ask(member, f"Question {number} about roaming")
    deliver_all()


def waiting(company):
    return Lesson.objects.of(company).waiting().count()


def test_a_long_backlog_is_learned_by_turns(cast, deliver_all, two_at_a_time, started):
    """In short transactions, and behind what others have queued meanwhile."""
    asked([cast.alice], 7, deliver_all)
    assert learn(cast.acme.pk) == 4 and started == [cast.acme.pk]
    assert learn(cast.acme.pk) == 3 and started == [cast.acme.pk]
    assert learn(cast.acme.pk) == 0 and waiting(cast.acme) == 0


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
