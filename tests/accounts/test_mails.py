"""What people are sent about their account: in the page's language, in the company's name, as plain text."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from accounts.models import Company
from tests import factories
from tests.architecture.catalogues import speaks_formally

pytestmark = pytest.mark.django_db

OWNER = "o'neil@example.com"
# What is asked for, and whether the address has an account: how the subject begins in English and in German.
MAILS = {
    ("login/code", True): ("Your code for", "Dein Code für"),
    ("login/code", False): ("No account with", "Kein Konto bei"),
    ("password/reset", True): ("A new password for", "Ein neues Passwort für"),
    ("signup", False): ("Confirm your address for", "Bestätige deine Adresse für"),
    ("signup", True): ("You have an account with", "Du hast ein Konto bei"),
}


@pytest.fixture
def company():
    return factories.make_company("acme", name="Q&A <Acme>", languages=["en", "de"])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("path", "known"), MAILS)
def test_a_mail_says_what_it_is_for(company: Company, mailoutbox, path, known, language):
    if known:
        person = factories.make_person(OWNER)
        EmailAddress.objects.create(user=person, email=OWNER, verified=True, primary=True)
    visitor = Client(HTTP_HOST="localhost")
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    visitor.post(f"/c/acme/accounts/{path}/", {"email": OWNER, "password1": "a long pass phrase"})
    [mail] = mailoutbox
    assert mail.subject == f"{MAILS[path, known][language == 'de']} Q&A <Acme>"
    assert mail.body.startswith({"en": "Hello,", "de": "Hallo,"}[language])
    assert mail.body.rstrip().endswith("-- \nQ&A <Acme>")
    assert "&#" not in mail.body
    assert "example.com" not in mail.body.replace(OWNER, "")
    assert language == "en" or not speaks_formally(mail.body)
    if (path, known) in {("login/code", True), ("signup", False)}:
        assert re.search(r"^[A-Z0-9-]{6,}$", mail.body, re.MULTILINE)
    else:
        assert "http://localhost/c/acme/accounts/" in mail.body
