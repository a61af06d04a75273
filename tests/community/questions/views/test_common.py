"""What somebody writes before signing in is there afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from community import clock
from community.questions.actions.close import close_question
from community.questions.actions.lock import set_locked
from community.questions.models import Answer, Comment, Post
from tests import factories

WORDS = "My long and careful text, which nobody wants to write again."


@pytest.fixture
def visitor(browser_of) -> Client:
    return browser_of(None)


@pytest.fixture
def question(cast):
    return factories.ask(cast.alice, "How do I get a signal?")


def sign_in(browser: Client, member) -> None:
    browser.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")


def page(browser: Client, question) -> str:
    return browser.get(f"/c/acme{question.get_absolute_url()}").content.decode()


def test_an_answer_with_its_purpose(cast, visitor, question):
    visitor.post(f"/c/acme/q/{question.pk}/answer/", {"body": WORDS, "purpose": "needs_info"})
    sign_in(visitor, cast.bob)
    assert WORDS in page(visitor, question)
    assert not Answer.objects.exists()


def test_a_comment_stands_open_under_its_post(cast, visitor, question):
    found = factories.answer(cast.bob, question)
    visitor.post(f"/c/acme/posts/{found.pk}/comment/", {"body": WORDS})
    sign_in(visitor, cast.bob)
    shown = page(visitor, question)
    form = shown[shown.index(f'id="comments-{found.pk}"') :]
    assert '<details class="disclosure" open>' in form and WORDS in form
    assert not Comment.objects.exists()


def test_an_edit_with_the_version_that_was_seen(cast, visitor, question):
    address = f"/c/acme/posts/{question.pk}/edit/"
    words = {
        "title": "How do I get any signal?",
        "body": WORDS,
        "topic": question.topic_id,
        "tags": "x",
        "version": "1",
    }
    assert visitor.post(address, words).headers["Location"].startswith("/c/acme/accounts/login/")
    Post.objects.filter(pk=question.pk).update(version=2)
    sign_in(visitor, cast.alice)
    shown = visitor.get(address)
    assert WORDS in shown.content.decode() and "any signal" in shown.content.decode()
    assert shown.context["form"]["version"].value() == "1"


def test_a_question(cast, visitor):
    visitor.post("/c/acme/ask/", {"title": "How do I get a signal?", "body": WORDS, "topic": "x", "tags": "a, b"})
    sign_in(visitor, cast.alice)
    shown = visitor.get("/c/acme/ask/")
    assert WORDS in shown.content.decode()
    assert shown.context["form"]["tags"].value() == "a, b"


def test_it_waits_until_there_is_a_form_for_it(cast, visitor, question):
    visitor.post(f"/c/acme/q/{question.pk}/answer/", {"body": WORDS})
    assert WORDS not in page(visitor, question)
    visitor.head(f"/c/acme{question.get_absolute_url()}")
    sign_in(visitor, cast.bob)
    visitor.head(f"/c/acme{question.get_absolute_url()}")
    set_locked(moderator=cast.mona, question=question, locked=True)
    assert WORDS not in page(visitor, question)
    set_locked(moderator=cast.mona, question=question, locked=False)
    assert WORDS in page(visitor, question)
    assert WORDS not in page(visitor, question)


def test_a_comment_on_a_closed_question_waits_for_nobody(cast, visitor, question):
    visitor.post(f"/c/acme/posts/{question.pk}/comment/", {"body": WORDS})
    close_question(member=cast.alice, question=question, reason="It went away.")
    sign_in(visitor, cast.bob)
    assert WORDS in page(visitor, question)


@pytest.mark.parametrize("path", ["answers/{answer}/vote/", "answers/{answer}/accept/", "q/{question}/me-too/"])
def test_acts_without_words_keep_nothing(cast, visitor, question, path):
    found = factories.answer(cast.bob, question)
    visitor.post(f"/c/acme/{path.format(answer=found.pk, question=question.pk)}", {"body": WORDS, "value": "helpful"})
    assert "drafts" not in visitor.session


def test_an_empty_form_keeps_nothing_and_promises_nothing(visitor, question):
    sent = visitor.post(f"/c/acme/q/{question.pk}/answer/", {"body": ""}, follow=True)
    assert "Your text is kept" not in sent.content.decode()
    assert "drafts" not in visitor.session


def test_a_stranger_cannot_fill_a_session(cast, visitor):
    questions = [factories.ask(cast.alice) for _number in range(5)]
    with clock.moved(timedelta(days=1)):
        questions += [factories.ask(cast.mona) for _number in range(2)]
    for each in questions:
        visitor.post(f"/c/acme/q/{each.pk}/answer/", {"body": "x" * 200_000, **{f"more-{n}": "x" for n in range(50)}})
    drafts = visitor.session["drafts"]
    assert list(drafts) == [f"{cast.acme.pk}:answer:{each.pk}" for each in questions[-5:]]
    assert {len(draft["body"]) for draft in drafts.values()} == {100_000}
    assert all(set(draft) == {"body", "target"} for draft in drafts.values())


def test_a_company_never_shows_the_draft_of_another(cast, visitor):
    visitor.post("/c/acme/ask/", {"title": "How do I get a signal?", "body": WORDS})
    sign_in(visitor, cast.charlie)
    assert WORDS not in visitor.get("/c/bolt/ask/").content.decode()
