"""The page on which people ask, and its preview."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.questions.models import Question
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
