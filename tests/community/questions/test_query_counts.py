"""How many queries pages make: fixed numbers, whatever stands on the page."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from community.questions.models import Answer, Post, Question, Vote
from community.search.actions.reindex import reindex
from community.text.markdown import render_markdown
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

# The company; the question with its topic and counts; the answers; the comments; related questions.
VISITOR_READS_A_QUESTION = 5
# The person and the membership come before these, the unread notifications after.
MEMBER_READS_A_QUESTION = 8
# What an accepted answer earns, for everybody but the asker.
A_PRICE = 1
# By when an answer was promised, for the asker; whom the question was shown to because it waits, for moderators.
A_PROMISE = 1
# How many helpers were asked, for the asker and moderators.
HELPERS_ASKED = 1
# The company; the questions; how many wait in each topic; the topics; the week's helpers.
VISITOR_READS_A_LIST = 5
# And the person, the membership and the unread notifications.
MEMBER_READS_A_LIST = 8
# The topic or tag itself.
A_NARROWER_LIST = 1

Counted = Callable[..., int]
_addresses = count()


@pytest.fixture
def queries_of(cast: Cast, browser_of: Callable[[Membership | None], Client]) -> Counted:
    """Return how many queries a page makes for a member, or for a visitor, once caches are warm."""

    def measure(path: str, member: Membership | None = None) -> int:
        browser = browser_of(member)
        # A parameter that the page does not know keeps it out of the cache of whole pages.
        address = f"{cast.acme.path_prefix}{path}?fresh={next(_addresses)}"
        assert browser.get(address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    return measure


def question_with(cast: Cast, answers: int) -> Question:
    """Return a question with so many answers, of which every other has a comment and a vote, and with one like it."""
    question, _twin = [
        factories.ask(cast.alice, "How do I switch roaming on?", tags=["roaming", "travel"]) for _ in range(2)
    ]
    reindex(cast.acme)
    rendered = render_markdown(factories.ANSWER)
    posts = Post.objects.bulk_create(
        Post(
            company=cast.acme,
            kind=Post.Kind.ANSWER,
            author=cast.bob if number % 3 else cast.mona,
            markdown=factories.ANSWER,
            html=rendered.html,
            render_version=rendered.version,
            visible_chars=rendered.visible_chars,
            helpful_count=1 - number % 2,
        )
        for number in range(answers)
    )
    made = Answer.objects.bulk_create(
        Answer(post=post, company=cast.acme, question=question, is_substantive=True) for post in posts
    )
    Vote.objects.bulk_create(
        Vote(company=cast.acme, post=answer.post, voter=cast.alice, value=Vote.HELPFUL) for answer in made[::2]
    )
    for answer in made[:20:2]:
        factories.comment(cast.alice, question, on=answer)
    # Counted as the actions count, so that the page offers what it would.
    factories.answer(cast.bob, question)
    return question


def path_of(question: Question) -> str:
    return f"q/{question.pk}/{question.slug}/"


@pytest.mark.parametrize("answers", [0, 8, 98])
def test_a_questions_page_for_a_visitor(cast: Cast, queries_of: Counted, answers: int) -> None:
    assert queries_of(path_of(question_with(cast, answers))) == VISITOR_READS_A_QUESTION


@pytest.mark.parametrize("answers", [0, 8, 98])
@pytest.mark.parametrize("who", ["alice", "bob", "mona", "ada"])
def test_a_questions_page_for_a_member(cast: Cast, queries_of: Counted, answers: int, who: str) -> None:
    path = path_of(question_with(cast, answers))
    panels = A_PRICE * (who != "alice") + (A_PROMISE + HELPERS_ASKED) * (who != "bob")
    assert queries_of(path, getattr(cast, who)) == MEMBER_READS_A_QUESTION + panels


@pytest.mark.parametrize("rows", [1, 3, 25, 30])
@pytest.mark.parametrize("path", ["", "t/general/", "tags/roaming/"])
def test_a_list(cast: Cast, queries_of: Counted, rows: int, path: str) -> None:
    for number in range(rows):
        factories.ask([cast.alice, cast.bob][number % 2], tags=["roaming", "travel"])
    narrower = A_NARROWER_LIST if path else 0
    assert queries_of(path) == VISITOR_READS_A_LIST + narrower
    assert queries_of(path, cast.alice) == MEMBER_READS_A_LIST + narrower
