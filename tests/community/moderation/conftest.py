"""Questions of two companies, and the browsers of those who look after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from community.questions.models import Answer, Comment, Question
from tests import factories
from tests.community.audit.conftest import operator, operators_browser
from tests.conftest import Cast

__all__ = ["operator", "operators_browser"]

MANAGE = "/c/acme/manage"


@dataclass(frozen=True)
class Thread:
    """A question with an answer and a comment."""

    question: Question
    answer: Answer
    comment: Comment


def make_thread(asker: Membership, helper: Membership, **fields: Any) -> Thread:
    question = factories.ask(asker, **fields)
    found = factories.answer(helper, question)
    return Thread(question, found, factories.comment(helper, question))


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return make_thread(cast.alice, cast.bob)


@pytest.fixture
def bolts_thread(cast: Cast) -> Thread:
    return make_thread(cast.charlie, factories.make_member(cast.bolt, "Dora"))


@pytest.fixture
def mona(cast: Cast, browser_of: Callable[[Membership | None], Client]) -> Client:
    """The moderator's browser."""
    return browser_of(cast.mona)


@pytest.fixture
def ada(cast: Cast, browser_of: Callable[[Membership | None], Client]) -> Client:
    """The admin's browser."""
    return browser_of(cast.ada)
