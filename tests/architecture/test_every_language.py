"""Every page renders in a language that takes far more room, says nothing untranslated, and mirrors itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real

from accounts.models import Membership
from tests.architecture import longer
from tests.architecture.addresses import all_addresses
from tests.architecture.bolt import everything_of
from tests.architecture.test_two_companies import arguments_for

ACCOUNT_PAGES = ("login", "signup", "logout", "email", "request_login_code", "reset_password", "change_password")
# For those who build or run Peerdesk.
IN_ENGLISH = ("web:styleguide", "web:healthz", "web:readyz", "notifications:mail_", "admin:")
WRITTEN_BY_PEOPLE = ("accounts", "questions", "moderation", "badges", "payouts")
# Words that are the same everywhere, and what Django's admin always says of its icons.
NAMES = {"utc", "gbp", "peerdesk", "search", "true", "false"}

# Two letters are somebody's initials.
_WORD = re.compile(r"[^\W\d_]{3,}")
# Chosen by the names that the whole world has for them.
_TIME_ZONES = {word for name in available_timezones() for word in _WORD.findall(name.lower())}
# Keys are made of hexadecimal digits, some of which are letters.
_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_addresses = (f"127.9.{number >> 8 & 255}.{number & 255}" for number in count(1))


@pytest.fixture
def community(cast, deliver_all, settings, monkeypatch):
    """Bolt with one of everything, in the longer language; Charlie runs it."""
    rows = everything_of(cast, deliver_all)
    Membership.objects.filter(pk=cast.charlie.pk).update(role="admin")
    settings.LANGUAGES = [*settings.LANGUAGES, (longer.CODE, "Longer")]
    monkeypatch.setitem(trans_real._translations, longer.CODE, longer.LongerWords())
    speak(cast.bolt, longer.CODE)
    return rows


def speak(company, *languages: str) -> None:
    company.languages, company.default_language = list(languages), languages[0]
    company.save()


def pages(browser: Client, rows: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of every page that opens."""
    paths = {address.name: reverse(address.name, kwargs=arguments_for(address, rows)) for address in all_addresses()}
    paths |= {f"account_{name}": reverse(f"account_{name}") for name in ACCOUNT_PAGES}
    for name, path in paths.items():
        response = browser.get(f"/c/bolt{path}", REMOTE_ADDR=next(_addresses))
        assert response.status_code < 500, name
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            yield name, response.content.decode()


def content_words() -> set[str]:
    """Return every word that people have written into the database; codes and choices are no content."""
    words: set[str] = set()
    for model in (model for label in WRITTEN_BY_PEOPLE for model in apps.get_app_config(label).get_models()):
        texts = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField) and not field.choices
        ]
        for row in model._default_manager.values_list(*texts) if texts else ():
            words.update(*(_WORD.findall(str(value).lower()) for value in row))
    return words


@pytest.mark.parametrize("role", ["visitor", "member", "admin"])
def test_every_page_speaks_the_reader_s_language(community, cast, browser_of, role):
    members = {"member": community["answer"].post.author, "admin": cast.charlie}
    known = content_words() | NAMES | _TIME_ZONES
    seen, forgotten = 0, {}
    for name, html in pages(browser_of(members.get(role)), community):
        seen += 1
        words = set(_WORD.findall(longer.untranslated(_KEY.sub("", html)).lower())) - known
        if words and not name.startswith(IN_ENGLISH):
            forgotten[name] = sorted(words)
    assert seen > 15
    assert forgotten == {}


def test_the_sweep_would_notice_a_forgotten_word(community, cast, browser_of):
    page = browser_of(None).get("/c/bolt/").content.decode()
    assert "Forgotten words" in longer.untranslated(page.replace("<h1", "<p>Forgotten words</p><h1", 1))


@pytest.mark.parametrize("path", ["", "ask/", "tags/", "accounts/login/", "nothing-here/", "q/{question}/"])
def test_an_arabic_page_is_mirrored(cast, browser_of, deliver_all, settings, path):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    rows = everything_of(cast, deliver_all)
    speak(cast.bolt, "ar")
    page = browser_of(None).get(f"/c/bolt/{path}".format(question=rows["question"].pk), follow=True)
    assert '<html lang="ar" dir="rtl"' in page.content.decode()
