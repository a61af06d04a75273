"""What tests of search share: a bilingual company, and questions that are in the index."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import Membership
from accounts.reader import Reader
from community.questions.models import Question
from tests import factories


@pytest.fixture
def acme(cast) -> Reader:
    """A visitor of Acme."""
    return factories.reader_of(None, cast.acme)


@pytest.fixture
def publish(cast, deliver_all) -> Callable[..., Question]:
    """Ask a question, have it answered with the given texts, and let the workers index it."""

    def make(
        title: str, body: str = "What can I do?", *answers: str, author: Membership | None = None, **fields
    ) -> Question:
        question = factories.ask(author or cast.alice, title, body, **fields)
        for text in answers:
            factories.answer(cast.bob, question, text)
        deliver_all()
        return Question.objects.select_related("post", "company").get(pk=question.pk)

    return make


@pytest.fixture
def alpine(db) -> Membership:
    """A member of a company that speaks English and German."""
    company = factories.make_company("alpine", languages=["en", "de"])
    return factories.make_member(company, "Anna")
