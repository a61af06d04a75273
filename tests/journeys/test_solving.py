"""The main job, over HTTP and without JavaScript: two people in two browsers, from a question to its solution."""

from __future__ import annotations

import re

import html5lib
import pytest
from django.test import Client

from community.questions.models import Answer, Comment, Question
from tests import factories

ASK = {
    "title": "How do I get a signal in France?",
    "body": "My phone finds no network since I crossed the border this morning.",
    "tags": "roaming, sim",
}


def submission(html: str) -> str:
    """Return the hidden id of the form on a page."""
    found = re.search(r'name="submission" value="([0-9a-f-]{36})"', html)
    assert found
    return found[1]


@pytest.fixture
def alice(cast, browser_of) -> Client:
    return browser_of(cast.alice)


@pytest.fixture
def bob(cast, browser_of) -> Client:
    return browser_of(cast.bob)


def ask(browser: Client, cast, **words: str) -> Question:
    form = browser.get("/c/acme/ask/").content.decode()
    data = {**ASK, "topic": factories.topic_of(cast.acme).pk, "submission": submission(form), **words}
    sent = browser.post("/c/acme/ask/", data)
    assert sent.status_code == 302, sent.content.decode()[-3000:]
    return Question.objects.latest("pk")


def test_from_a_question_to_its_solution(cast, alice, bob, deliver_all):
    question = ask(alice, cast)
    address = f"/c/acme{question.get_absolute_url()}"
    page = bob.get(address)
    assert "How do I get a signal in France?" in page.content.decode()
    reply = {"body": factories.ANSWER, "purpose": "attempt", "submission": submission(page.content.decode())}
    bob.post(f"/c/acme/q/{question.pk}/answer/", reply)
    found = Answer.objects.get()
    assert factories.ANSWER in alice.get(address).content.decode()
    alice.post(f"/c/acme/answers/{found.pk}/vote/", {"value": "helpful"})
    alice.post(f"/c/acme/answers/{found.pk}/accept/")
    solved = alice.get(address).content.decode()
    assert "Accepted answer" in solved
    deliver_all()
    hits = bob.get("/c/acme/search/", {"q": "signal france"}).content.decode()
    assert "signal" in hits.lower()
    assert question.get_absolute_url() in hits
    assert "accepted" in bob.get("/c/acme/inbox/").content.decode()


def test_a_visitor_writes_first_and_signs_in_afterwards(cast, browser_of, client):
    visitor = browser_of(None)
    form = visitor.get("/c/acme/ask/").content.decode()
    data = {**ASK, "topic": factories.topic_of(cast.acme).pk, "submission": submission(form)}
    sent = visitor.post("/c/acme/ask/", data)
    assert sent.headers["Location"].startswith("/c/acme/accounts/login/?next=")
    visitor.force_login(cast.alice.person, backend="django.contrib.auth.backends.ModelBackend")
    assert ASK["body"] in visitor.get("/c/acme/ask/").content.decode()


def test_an_answer_of_a_visitor_is_kept_too(cast, browser_of):
    question = factories.ask(cast.alice)
    visitor = browser_of(None)
    visitor.post(f"/c/acme/q/{question.pk}/answer/", {"body": factories.ANSWER, "purpose": "attempt"})
    visitor.force_login(cast.bob.person, backend="django.contrib.auth.backends.ModelBackend")
    assert factories.ANSWER in visitor.get(f"/c/acme{question.get_absolute_url()}").content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "Short?"}, "character"),
        ({"body": "x" * 1_000_000}, "character"),
        ({"body": "zero \x00 byte in the middle of a long enough text"}, "character"),
        ({"topic": "999999"}, "Choose a topic of this community"),
        ({"topic": "nonsense"}, "Choose a topic of this community"),
        ({"tags": "a,b,c,d,e,f"}, "five tags"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_no_text(cast, alice, words, sentence):
    topic = factories.topic_of(cast.acme).pk
    sent = alice.post("/c/acme/ask/", {**ASK, "topic": topic, **words})
    page = sent.content.decode()
    assert sent.status_code in {400, 422}
    assert sentence in page
    assert (words.get("body") or ASK["body"])[:40].replace("\x00", "") in page.replace("\x00", "")
    assert not Question.objects.exists()


def test_the_topic_of_another_company_is_no_topic(cast, alice):
    topic = factories.topic_of(cast.bolt)
    sent = alice.post("/c/acme/ask/", {**ASK, "topic": topic.pk})
    assert sent.status_code == 422
    assert "Choose a topic of this community" in sent.content.decode()


def test_script_and_bidirectional_tricks_are_harmless(cast, alice):
    body = "<script>alert(1)</script> Look at this [link](javascript:alert(1)) and <img src=x onerror=alert(1)>"
    question = ask(alice, cast, body=body, title="Look \u202eat this\u202c title please")
    assert "\u202e" not in question.title
    page = html5lib.parse(alice.get(f"/c/acme{question.get_absolute_url()}").content, namespaceHTMLElements=False)
    for element in page.iter():
        assert not any(name.lower().startswith("on") for name in element.attrib), element.attrib
        assert not element.get("href", "").lower().startswith("javascript:")
        assert element.tag != "script" or element.get("src", "").startswith("/static/")


def test_the_same_form_sent_twice_asks_once(cast, alice):
    form = alice.get("/c/acme/ask/").content.decode()
    data = {**ASK, "topic": factories.topic_of(cast.acme).pk, "submission": submission(form)}
    first, second = alice.post("/c/acme/ask/", data), alice.post("/c/acme/ask/", data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Question.objects.count() == 1


def test_comments_and_an_error_in_one(cast, alice, bob):
    question = factories.ask(cast.alice)
    bob.post(f"/c/acme/posts/{question.pk}/comment/", {"body": "Which phone is it?"})
    assert Comment.objects.count() == 1
    refused = bob.post(f"/c/acme/posts/{question.pk}/comment/", {"body": "x" * 5000})
    assert refused.status_code == 422
    assert "x" * 5000 in refused.content.decode()


def test_the_sixth_question_of_a_day_says_when_the_next_may_be_asked(cast, alice):
    for number in range(5):
        ask(alice, cast, title=f"How do I get signal number {number}?")
    form = alice.get("/c/acme/ask/").content.decode()
    sixth = {**ASK, "topic": factories.topic_of(cast.acme).pk, "submission": submission(form)}
    refused = alice.post("/c/acme/ask/", sixth)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert ASK["body"] in refused.content.decode()
    assert Question.objects.count() == 5


def test_an_old_address_leads_to_the_one_that_stays(cast, alice):
    question = factories.ask(cast.alice, "How do I get a signal?")
    moved = alice.get(f"/c/acme/q/{question.pk}/something-else/?order=newest")
    assert (moved.status_code, moved.headers["Location"]) == (
        301,
        f"/c/acme/q/{question.pk}/how-do-i-get-a-signal/?order=newest",
    )


def test_the_history_shows_what_changed(cast, alice, bob):
    question = factories.ask(cast.alice, body="My phone finds no network at all since yesterday.")
    factories.answer(cast.bob, question)
    edit = {
        "title": question.title,
        "body": "My phone finds no network at all since Monday.",
        "topic": question.topic_id,
        "tags": "",
        "version": "1",
    }
    assert alice.post(f"/c/acme/posts/{question.pk}/edit/", edit).status_code == 302
    history = bob.get(f"/c/acme/posts/{question.pk}/history/").content.decode()
    assert "since yesterday" in history
    assert "since Monday" in history


def test_a_conflicting_edit_shows_both_texts(cast, alice, browser_of):
    question = factories.ask(cast.alice)
    words = {"title": question.title, "topic": question.topic_id, "tags": "", "version": "1"}
    browser_of(cast.mona).post(
        f"/c/acme/posts/{question.pk}/edit/", {**words, "body": "The moderator wrote this text."}
    )
    conflict = alice.post(f"/c/acme/posts/{question.pk}/edit/", {**words, "body": "The asker wrote that other text."})
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "The moderator wrote this text." in page
    assert "The asker wrote that other text." in page


def test_why_an_answer_did_not_work_stands_under_it(cast, alice, bob):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    alice.post(f"/c/acme/answers/{found.pk}/not-working/", {"reason": "The switch is <greyed> out."})
    page = bob.get(f"/c/acme{question.get_absolute_url()}").content.decode()
    assert "The switch is &lt;greyed&gt; out." in page
