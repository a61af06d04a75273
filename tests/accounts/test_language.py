"""The reader's own choice first, then what the browser asks for, then what the company speaks."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from accounts.models import Company, Person
from tests import factories

pytestmark = pytest.mark.django_db

SWITCH = re.compile(r'name="language" value="(\w+)"[^>]*aria-pressed="(\w+)"')


@pytest.fixture
def speaking():
    """Return a function that makes Acme speak languages, the main one first."""

    def make(*languages: str) -> Company:
        return factories.make_company("acme", languages=list(languages), default_language=languages[0])

    return make


def language_of(path: str = "/c/acme/", cookie: str = "", accept: str = "") -> str:
    """Return the language of the page, which its header and its <html> must agree on."""
    visitor = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=accept)
    if cookie:
        visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    page = visitor.get(path)
    assert f'<html lang="{page.headers["Content-Language"]}" dir="ltr"' in page.content.decode()
    return page.headers["Content-Language"]


@pytest.mark.parametrize(
    ("cookie", "accept", "expected"),
    [
        ("en", "de", "en"),
        ("", "en-GB,en;q=0.9,de;q=0.5", "en"),
        ("", "fr,de-AT;q=0.8", "de"),
        ("", "en;q=0, *", "de"),
        ("", "fr", "de"),
        ("", "", "de"),
        ("fr", "", "de"),
        ("tlh", "en", "en"),
        ("", "not a header,,;", "de"),
    ],
)
def test_the_first_that_fits_is_used(speaking, cookie, accept, expected):
    speaking("de", "en", "fr")
    assert language_of(cookie=cookie, accept=accept) == expected


def test_a_german_community_answers_an_english_browser_in_german(speaking):
    speaking("de")
    assert language_of(accept="en") == "de"
    assert language_of(cookie="en") == "de", "there would be no switch to undo this choice"


def test_a_community_whose_languages_the_interface_lacks_has_english_pages(speaking):
    company = speaking("fr", "es")
    assert company.interface_languages == ["en"]
    assert language_of(accept="fr") == "en"


@pytest.mark.parametrize(("accept", "expected"), [("de", "de"), ("fr", "en"), ("", "en")])
def test_outside_of_companies_everything_the_interface_speaks_is_offered(db, accept, expected):
    assert language_of("/", accept=accept) == expected


def test_the_language_ends_with_the_request(speaking):
    speaking("de")
    with translation.override("en"):
        Client(HTTP_HOST="localhost").get("/c/acme/")
        assert translation.get_language() == "en"


@pytest.mark.parametrize(
    ("languages", "switch"),
    [
        (("de", "fr", "en"), [("de", "true"), ("en", "false")]),
        (("de", "fr"), []),
        (("en",), []),
        (("fr", "ar"), []),
    ],
)
def test_the_switch_offers_what_the_interface_speaks(speaking, languages, switch):
    speaking(*languages)
    page = Client(HTTP_HOST="localhost").get("/c/acme/").content.decode()
    assert SWITCH.findall(page) == switch


def test_a_visitor_s_choice_is_a_cookie_and_needs_no_token(speaking):
    speaking("de", "en")
    visitor = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    chosen = visitor.post("/c/acme/choices/language/", {"language": "en", "next": "/c/acme/tags/"})
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/c/acme/tags/")
    assert visitor.get("/c/acme/").headers["Content-Language"] == "en"


def test_a_member_s_choice_is_for_mails_too(cast, browser_of):
    browser_of(cast.alice).post("/c/acme/choices/language/", {"language": "de"})
    assert Person.objects.get(pk=cast.alice.person_id).language == "de"
    assert Person.objects.get(pk=cast.bob.person_id).language == ""


def test_a_language_that_we_do_not_speak_changes_nothing(cast, browser_of):
    response = browser_of(cast.alice).post("/c/acme/choices/language/", {"language": "fr"})
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    assert Person.objects.get(pk=cast.alice.person_id).language == ""


def test_a_choice_is_a_form(cast, browser_of):
    assert browser_of(None).get("/c/acme/choices/language/").status_code == 405


@pytest.mark.parametrize(("accept", "language"), [("en", "en"), ("", "de")])
def test_whoever_signs_up_gets_mails_in_the_language_of_the_page(speaking, accept, language):
    speaking("de", "en")
    visitor = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=accept)
    visitor.post("/c/acme/accounts/signup/", {"email": "new@example.com", "password1": "a long pass phrase"})
    assert Person.objects.get(email="new@example.com").language == language
