"""The question's page is kept for visitors; whatever changes on it, the next visitor sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.rename import rename_member
from accounts.models import Company
from community.questions.actions.hide import hide_post
from community.questions.actions.topics import change_topic
from community.questions.actions.vote import vote_on
from community.questions.models import Answer, Question, Vote
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(cast: Cast) -> Answer:
    return factories.answer(cast.bob, factories.ask(cast.alice, "Where is the switch for roaming?"))


@pytest.fixture
def visit(cast: Cast, answer: Answer) -> Callable[..., str]:
    """Return what the next visitor sees. The page is kept already."""

    def open_page(**facts: str) -> str:
        question = answer.question
        path = f"{cast.acme.path_prefix}q/{question.pk}/{question.slug}/"
        return Client(HTTP_HOST="localhost").get(path, **facts).content.decode()

    for _ in range(3):
        open_page()
    return open_page


def test_a_kept_page_takes_two_queries(visit: Callable[..., str]) -> None:
    """The company, and where the streams of the page stand."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        visit()
    assert len(queries) == 2


def test_a_kept_page_is_what_would_be_made_anew(visit: Callable[..., str], settings) -> None:
    kept = visit()
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert visit() == kept


def test_a_new_comment_is_visible_at_once(cast: Cast, answer: Answer, visit: Callable[..., str]) -> None:
    factories.comment(cast.alice, answer.question, "Which menu do you mean?", on=answer)
    assert "Which menu do you mean?" in visit()


def test_a_new_name_is_visible_at_once(cast: Cast, visit: Callable[..., str]) -> None:
    assert "Robert" not in visit()
    rename_member(member=cast.bob, display_name="Robert")
    assert "Robert" in visit()


def test_a_hidden_answer_is_gone_at_once(cast: Cast, answer: Answer, visit: Callable[..., str]) -> None:
    assert factories.ANSWER in visit()
    hide_post(moderator=cast.mona, post=answer.post, reason="advertising")
    assert factories.ANSWER not in visit()


def test_a_vote_is_visible_at_once(cast: Cast, answer: Answer, visit: Callable[..., str]) -> None:
    vote_on(voter=cast.alice, answer=answer, value=Vote.HELPFUL)
    assert 'count">1</span>' in visit()


def test_a_topics_new_name_is_visible_at_once(cast: Cast, answer: Answer, visit: Callable[..., str]) -> None:
    topic = Question.objects.get(pk=answer.question_id).topic
    change_topic(admin=cast.ada, topic=topic, name="Travel", description="", parent=None, position=0)
    assert "Travel" in visit()


def test_a_companys_new_name_is_visible_at_once(cast: Cast, visit: Callable[..., str]) -> None:
    Company.objects.filter(pk=cast.acme.pk).update(name="Acme Mobile")
    assert "Acme Mobile" in visit()


def test_a_member_never_gets_the_visitors_page(
    cast: Cast, answer: Answer, visit: Callable[..., str], browser_of: Callable[..., Client]
) -> None:
    path = f"{cast.acme.path_prefix}q/{answer.question_id}/{answer.question.slug}/"
    assert "Post answer" in browser_of(cast.alice).get(path).content.decode()
    assert "Post answer" not in visit()


def test_readers_of_other_languages_get_their_own(visit: Callable[..., str], cast: Cast) -> None:
    Company.objects.filter(pk=cast.acme.pk).update(languages=["en", "de"])
    pages = [visit(HTTP_ACCEPT_LANGUAGE=language) for language in ("en", "de", "de", "de", "en")]
    assert ['lang="de"' in page.split("<head>")[0] for page in pages] == [False, True, True, True, False]
