"""A small community that learns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import Company
from community.personalization.memory.actions.learn import learn_batch
from community.personalization.memory.models import Lesson
from community.personalization.memory.queries.recall import forget_processes_memory


@pytest.fixture
def learn_all(deliver_all: Callable[[], int]) -> Callable[[Company], int]:
    """Deliver all events and learn all that waits, as the workers do."""

    def learn(company: Company) -> int:
        deliver_all()
        done = 0
        while Lesson.objects.of(company).waiting().exists():
            done += learn_batch(company)
        return done

    return learn


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    """Begin as a process that remembers nothing."""
    forget_processes_memory()
