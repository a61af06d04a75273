"""Helpers who agreed, and questions that are not held out."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Company, Membership
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.personalization.memory.queries.recall import forget_processes_memory
from community.personalization.routing.actions.rings import open_ring
from community.personalization.routing.models import Offer, Ring
from community.questions.models import Question
from tests import factories


def helpers(company: Company, number: int, **fields: Any) -> list[Membership]:
    """Make members who said yes to offers."""
    made = [factories.make_member(company, **fields) for _ in range(number)]
    for each in made:
        factories.consent(each, "routing")
    return made


def asked(author: Membership, title: str = "", *, held_out: bool = False, **fields: Any) -> Question:
    """Ask a question that is, or is not, among those that are held out."""
    while True:
        question = factories.ask(author, title, **fields)
        if in_hold_out(author.company_id, f"question:{question.pk}") == held_out:
            return question
        title = f"{title} again" if title else ""


def ring_of(question: Question, after: int = 0) -> Ring | None:
    """Open the next ring as the follower does."""
    return open_ring(company_id=question.company_id, question_id=question.pk, after=after)


def told(question: Question) -> set[int]:
    """Return who holds an open offer of the question."""
    return set(Offer.objects.filter(question=question).open().values_list("member", flat=True))


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    """Begin as a process that remembers nothing."""
    forget_processes_memory()
