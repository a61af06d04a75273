"""Which company, and who is looking."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.middleware import read_by
from accounts.models import CompanySlug, Membership
from tests import factories


def request_of(person, company):
    request = RequestFactory().get("/")
    request.user, request.company = person, company
    return request


def test_reading_who_is_looking_takes_one_query_and_knows_the_company(cast):
    with CaptureQueriesContext(connection) as queries:
        reader = read_by(request_of(cast.alice.person, cast.acme))
        assert (reader.member, reader.member.company.name, reader.is_moderator) == (cast.alice, "Acme", False)
    assert len(queries) == 1


def test_a_person_who_is_no_member_reads_as_a_visitor(cast):
    reader = read_by(request_of(cast.charlie.person, cast.acme))
    assert (reader.member, reader.member_id, reader.person) == (None, None, cast.charlie.person)


def test_a_login_that_was_switched_off_is_nobody(cast, browser_of):
    browser = browser_of(cast.alice)
    cast.alice.person.is_active = False
    cast.alice.person.save()
    assert browser.get("/c/acme/profile/").headers["Location"].startswith("/c/acme/accounts/login/")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/c/old/q/7/caf%C3%A9/", "/c/acme/q/7/caf%C3%A9/"),
        ("/c/old/a%3Fb/?c=%26", "/c/acme/a%3Fb/?c=%26"),
        ("/c/old//evil.example/", "/c/acme//evil.example/"),
        ("/c/old", "/c/acme/"),
    ],
)
def test_a_former_short_name_leads_to_the_same_page(cast, path, target):
    CompanySlug.objects.create(company=cast.acme, slug="old")
    assert Client(HTTP_HOST="localhost").get(path).headers["Location"] == target


def test_pages_answer_head_requests_without_a_body(cast, browser_of):
    question = factories.ask(cast.alice)
    paths = ["", "ask/", "topics/", "tags/", f"u/{cast.alice.pk}/", question.get_absolute_url()[1:], "search/?q=signal"]
    for path in paths:
        page = browser_of(None).head(f"/c/acme/{path}")
        assert (page.status_code, page.content) == (200, b""), path


def test_a_membership_that_is_no_more_ends_at_once(cast, browser_of):
    browser = browser_of(cast.bob)
    Membership.objects.filter(pk=cast.bob.pk).update(person=None, kind="former")
    assert "/c/acme/join/" in browser.get("/c/acme/").content.decode()
