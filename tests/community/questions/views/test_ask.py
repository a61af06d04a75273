"""The page on which people ask, and its preview."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from community import clock
from community.questions.models import Question
from community.search.actions.reindex import reindex
from tests import factories


@pytest.fixture
def words(cast) -> dict[str, str]:
    topic = str(factories.topic_of(cast.acme).pk)
    return {"title": "How do I get a signal?", "body": factories.BODY, "topic": topic, "tags": "signal"}


def test_a_title_from_the_search_box_is_filled_in_and_cut(cast, browser_of):
    form = browser_of(cast.alice).get("/c/acme/ask/", {"title": "x" * 500}).context["form"]
    assert form["title"].value() == "x" * 200


def test_asking_leads_to_the_question(cast, browser_of, words):
    sent = browser_of(cast.alice).post("/c/acme/ask/", words)
    assert sent.headers["Location"] == f"/c/acme{Question.objects.get().get_absolute_url()}"


def test_the_form_sent_again_leads_to_the_question_that_it_made(cast, browser_of, words):
    """Who goes back in the browser finds their text in a new form, with a submission of its own."""
    browser = browser_of(cast.alice)
    [first, again] = [browser.post("/c/acme/ask/", {**words, "submission": str(uuid4())}) for _time in range(2)]
    assert first.url == again.url
    assert "You have just asked this" in browser.get(again.url).content.decode()
    assert Question.objects.count() == 1


def test_a_double_click_is_not_told_that_it_was_one(cast, browser_of, words):
    browser, form = browser_of(cast.alice), {**words, "submission": str(uuid4())}
    assert browser.post("/c/acme/ask/", form).url == browser.post("/c/acme/ask/", form).url
    assert "You have just asked this" not in browser.get("/c/acme/").content.decode()


def test_another_member_another_text_and_another_hour_are_other_questions(cast, browser_of, words):
    browser_of(cast.alice).post("/c/acme/ask/", words)
    browser_of(cast.bob).post("/c/acme/ask/", words)
    browser_of(cast.alice).post("/c/acme/ask/", {**words, "body": f"{factories.BODY} Twice."})
    with clock.moved(timedelta(minutes=11)):
        browser_of(cast.alice).post("/c/acme/ask/", words)
    assert Question.objects.count() == 4


@pytest.mark.parametrize("who", ["alice", "visitor"])
def test_without_scripts_similar_questions_are_asked_for_and_no_text_is_lost(cast, browser_of, words, who):
    known = factories.ask(cast.bob, "How do I get a signal at sea?")
    reindex(cast.acme)
    page = browser_of(getattr(cast, who, None)).post("/c/acme/ask/", {**words, "check": "similar"})
    assert page.status_code == 200
    html = page.content.decode()
    assert known.title in html and factories.BODY in html and 'value="signal"' in html
    assert page.context["form"]["topic"].value() == words["topic"]
    assert Question.objects.get() == known


def test_nothing_similar_is_said(cast, browser_of, words):
    page = browser_of(cast.alice).post("/c/acme/ask/", {"title": "x\0", "check": "similar"})
    assert page.status_code in {200, 400}
    page = browser_of(cast.alice).post("/c/acme/ask/", {**words, "check": "similar"})
    assert "Nothing like this has been asked here yet." in page.content.decode()


def test_a_suspended_member_is_told_before_writing(cast, browser_of):
    cast.alice.suspended_until, cast.alice.suspended_reason = clock.now() + timedelta(days=1), "Advertising"
    cast.alice.save()
    page = browser_of(cast.alice).get("/c/acme/ask/").content.decode()
    assert "Reason: Advertising" in page and "<textarea" not in page


def test_a_language_is_kept_where_the_company_speaks_several(cast, browser_of, words):
    cast.acme.languages = ["en", "de"]
    cast.acme.save()
    browser_of(cast.alice).post("/c/acme/ask/", {**words, "language": "de"})
    assert Question.objects.get().language == "de"
    refused = browser_of(cast.alice).post("/c/acme/ask/", {**words, "language": "fr"})
    assert list(refused.context["form"].errors) == ["language"]


@pytest.mark.parametrize("why", ["suspended", "closed"])
def test_who_may_not_ask_reads_why_and_keeps_the_text(cast, browser_of, words, why):
    if why == "suspended":
        cast.alice.suspended_until, cast.alice.suspended_reason = clock.now() + timedelta(days=1), "Advertising"
        cast.alice.save()
    else:
        cast.acme.is_open = False
        cast.acme.save()
    refused = browser_of(cast.alice).post("/c/acme/ask/", words)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert ("Reason: Advertising" if why == "suspended" else "closed for new posts") in page
    assert factories.BODY in page
    assert not Question.objects.exists()


def test_a_member_of_another_company_joins_and_finds_the_text(cast, browser_of, words):
    browser = browser_of(cast.charlie)
    sent = browser.post("/c/acme/ask/", words)
    assert sent.headers["Location"] == "/c/acme/join/?next=%2Fc%2Facme%2Fask%2F"
    browser.post(sent.headers["Location"], {"display_name": "Charlie"})
    assert factories.BODY in browser.get("/c/acme/ask/").content.decode()


def test_a_mistake_uses_no_question_up(cast, browser_of, words):
    browser = browser_of(cast.alice)
    for _click in range(7):
        assert browser.post("/c/acme/ask/", {**words, "title": "x"}).status_code == 422
    assert browser.post("/c/acme/ask/", words).status_code == 302


def test_a_preview_is_what_will_be_shown(cast, browser_of):
    for member in (cast.alice, None):
        html = browser_of(member).post("/c/acme/preview/", {"body": "**Look** <script>x</script>"}).content.decode()
        assert "<strong>Look</strong>" in html and "<script" not in html


@pytest.mark.parametrize("body", ["", "x" * 100_000, "bad \0 text", "[x](javascript:alert(1))"])
def test_a_preview_of_anything_is_a_preview(cast, browser_of, body):
    page = browser_of(None).post("/c/acme/preview/", {"body": body})
    assert page.status_code in {200, 400}
    assert 'href="javascript' not in page.content.decode()


def test_a_preview_is_made_of_a_form(browser_of, cast):
    assert browser_of(None).get("/c/acme/preview/").status_code == 405
