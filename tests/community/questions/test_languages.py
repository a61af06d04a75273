"""In which language a question is asked, and how readers of another one learn of it."""

from __future__ import annotations

import re

import pytest

from accounts.models import Company
from community.questions.models import Question
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = {"title": "Comment garder mon numéro ?", "body": "Je change d'opérateur la semaine prochaine.", "tags": ""}


@pytest.fixture
def speaking(cast):
    """Return a function that makes Acme speak languages, the main one first."""

    def make(*languages: str) -> None:
        Company.objects.filter(pk=cast.acme.pk).update(languages=list(languages), default_language=languages[0])
        cast.acme.refresh_from_db()

    return make


def test_where_one_language_is_spoken_nobody_is_asked_for_it(cast, browser_of, speaking):
    speaking("fr")
    browser = browser_of(cast.alice)
    assert 'name="language"' not in browser.get("/c/acme/ask/").content.decode()
    browser.post("/c/acme/ask/", {**WORDS, "topic": factories.topic_of(cast.acme).pk})
    assert Question.objects.get().language == "fr"


def test_the_writer_chooses_among_the_languages_of_the_community(cast, browser_of, speaking):
    speaking("de", "fr")
    browser = browser_of(cast.alice)
    offered = re.findall(r'<option value="([a-z]{2})"( selected)?>', browser.get("/c/acme/ask/").content.decode())
    assert offered == [("de", " selected"), ("fr", "")]
    sent = {**WORDS, "topic": factories.topic_of(cast.acme).pk}
    assert browser.post("/c/acme/ask/", {**sent, "language": "es"}).status_code == 422
    assert browser.post("/c/acme/ask/", {**sent, "language": "fr"}).status_code == 302
    assert Question.objects.get().language == "fr"


@pytest.mark.parametrize(
    ("languages", "asked_in", "page_in", "chip"),
    [
        (("en", "fr", "de"), "fr", "en", "Asked in French"),
        (("en", "fr", "de"), "fr", "de", "Gefragt auf Französisch"),
        (("en", "uk"), "uk", "en", "Asked in Ukrainian"),
        (("en", "fr"), "en", "en", None),
        (("fr",), "fr", "en", None),
    ],
)
def test_a_question_in_another_language_says_so(cast, browser_of, speaking, languages, asked_in, page_in, chip):
    speaking(*languages)
    question = factories.ask(cast.alice, language=asked_in)
    browser = browser_of(None)
    browser.cookies["django_language"] = page_in
    page = browser.get(f"/c/acme/q/{question.pk}/", follow=True).content.decode()
    assert re.findall(r"(?:Asked in|Gefragt auf) \w+", page) == ([chip] if chip else [])
    assert (f'<h1 dir="auto" lang="{asked_in}"' in page) == (asked_in != page_in)
