"""The first company, made by whoever holds the one-time code."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actions.found import issue_setup_code
from accounts.models import Company, CompanySlug, Membership, Person, SetupCode
from community.questions.models import Topic
from tests import factories
from tests.races import race

WORDS = {
    "name": "Acme Mobile",
    "slug": "acme",
    "colour": "#aa3300",
    "language": "de",
    "topics": "SIM\nRoaming\n\nSIM",
    "display_name": "Ada",
    "email": "Ada@Example.com",
    "password": "correct horse battery",
}


@pytest.fixture
def visitor(db) -> Client:
    return Client(HTTP_HOST="localhost")


def test_makes_the_company_its_admin_and_its_topics_and_signs_in(visitor):
    sent = visitor.post("/setup/", {**WORDS, "code": issue_setup_code()})
    assert sent.headers["Location"] == "/c/acme/"
    company = Company.objects.get()
    admin = Membership.objects.get(company=company)
    assert (company.default_language, company.languages, admin.role, admin.display_name) == (
        "de",
        ["de"],
        "admin",
        "Ada",
    )
    assert list(Topic.objects.of(company).values_list("slug", flat=True)) == ["sim", "roaming"]
    assert "Ada" in visitor.get("/c/acme/").content.decode()
    assert Person.objects.get().email == "ada@example.com"


def test_is_gone_once_a_company_exists(visitor):
    visitor.post("/setup/", {**WORDS, "code": issue_setup_code()})
    assert visitor.get("/setup/").status_code == 404


def test_the_demo_does_not_count(visitor):
    Company.objects.create(slug="demo", name="Demo", languages=["en"], is_demo=True)
    assert visitor.get("/setup/").status_code == 200


def test_a_community_that_was_only_imported_does_not_count(visitor):
    factories.make_member(factories.make_company("imported"), "Rosa", kind="imported")
    assert visitor.get("/setup/").status_code == 200


def test_a_former_short_name_of_another_company_is_taken(visitor):
    CompanySlug.objects.create(company=factories.make_company("new-name"), slug="acme")
    refused = visitor.post("/setup/", {**WORDS, "code": issue_setup_code()})
    assert "This short name is taken" in refused.content.decode()
    assert not Person.objects.exists()


def test_a_wrong_code_makes_nothing_and_keeps_what_was_written(visitor):
    issue_setup_code()
    refused = visitor.post("/setup/", {**WORDS, "code": "AAAA-BBBB-CCCC-DDDD"})
    assert refused.status_code == 422
    assert "Acme Mobile" in refused.content.decode()
    assert (Company.objects.count(), Person.objects.count()) == (0, 0)


def test_guessing_is_limited(visitor):
    answers = [visitor.post("/setup/", {**WORDS, "code": f"GUESS-{n}"}).status_code for n in range(7)]
    assert answers == [422] * 5 + [429] * 2


def test_mistakes_elsewhere_in_the_form_use_up_no_tries(visitor):
    code = issue_setup_code()
    mistakes = [visitor.post("/setup/", {**WORDS, "password": "short", "code": code}).status_code for _ in range(7)]
    assert mistakes == [422] * 7
    assert visitor.post("/setup/", {**WORDS, "code": code}).status_code == 302


def test_a_short_name_with_a_space_is_refused_in_plain_words(visitor):
    refused = visitor.post("/setup/", {**WORDS, "slug": "acme mobile", "code": issue_setup_code()})
    assert "Use only letters, digits and hyphens" in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_code_is_used_once(transactional_db):
    code = issue_setup_code()

    def send(number: int) -> int:
        words = {**WORDS, "slug": f"acme-{number}", "email": f"ada{number}@example.com", "code": code}
        return Client(HTTP_HOST="localhost", REMOTE_ADDR=f"127.0.2.{number}").post("/setup/", words).status_code

    assert race(5, send) == {"302": 1, "422": 4}
    assert (Company.objects.count(), Person.objects.count()) == (1, 1)


def test_the_database_holds_one_open_code(db):
    issue_setup_code()
    with pytest.raises(IntegrityError, match="one_open_setup_code"), transaction.atomic():
        SetupCode.objects.create(code_hash="x")


def test_the_command_prints_a_fresh_code(db, capsys):
    call_command("setup_code")
    first = capsys.readouterr().out
    call_command("setup_code")
    assert first.strip()
    assert capsys.readouterr().out != first
