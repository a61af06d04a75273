"""What the trials of companies by prefix and by host taught."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_script_prefix, reverse

from accounts.models import Company, CompanySlug
from tests import factories

LINK = re.compile(r'(?:href|action)="(/[^"]*)"')
SHARED = ("/static/", "/setup/")


def links(html: str) -> set[str]:
    return {link for link in LINK.findall(html) if not link.startswith(SHARED)}


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_HOST="localhost")


def test_every_link_of_a_page_stays_in_its_company(cast, visitor):
    page = visitor.get("/c/acme/").content.decode()
    assert links(page)
    assert {link for link in links(page) if not link.startswith("/c/acme/")} == set()


@pytest.mark.django_db(transaction=True)
def test_interleaved_companies_never_mix(cast):
    """Threads are reused between companies, which is where a leaked prefix would show."""

    def read(number: int) -> set[str]:
        slug = ("acme", "bolt")[number % 2]
        try:
            page = Client(HTTP_HOST="localhost", REMOTE_ADDR=f"127.0.1.{number}").get(f"/c/{slug}/").content.decode()
        finally:
            connection.close()
        return {link for link in links(page) if not link.startswith(f"/c/{slug}/")}

    with ThreadPoolExecutor(4) as pool:
        assert set().union(*pool.map(read, range(60))) == set()


def test_an_error_leaves_no_prefix_behind(cast, visitor):
    visitor.get("/c/acme/q/999999/")
    assert get_script_prefix() == "/"


def test_a_company_on_its_own_host_has_no_prefix(cast, settings):
    settings.ALLOWED_HOSTS = ["help.acme.example"]
    Company.objects.filter(pk=cast.acme.pk).update(host="help.acme.example")
    page = Client(HTTP_HOST="help.acme.example").get("/").content.decode()
    assert "Acme" in page
    assert not any(link.startswith("/c/") for link in links(page))


def test_a_former_short_name_redirects_and_keeps_the_query(cast, visitor):
    CompanySlug.objects.create(company=cast.acme, slug="acme-old")
    moved = visitor.get("/c/acme-old/search/?q=roaming")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/c/acme/search/?q=roaming")


def test_a_missing_slash_redirects(cast, visitor):
    assert visitor.get("/c/acme").headers["Location"] == "/c/acme/"


@pytest.mark.parametrize("path", ["/c/nobody/", "/c/nobody/ask/", "/ask/", "/q/1/", "/inbox/"])
def test_a_community_page_outside_any_company_is_not_there(cast, visitor, path):
    assert visitor.get(path).status_code == 404


def test_the_host_alone_offers_its_communities(cast, visitor):
    page = visitor.get("/").content.decode()
    assert "Acme" in page
    assert "/c/bolt/" in page


def test_links_for_mails_are_whole(cast):
    assert cast.acme.absolute_url("questions:home") == "http://localhost:8000/c/acme/"
    assert get_script_prefix() == "/"
    assert reverse("questions:home") == "/"


@pytest.mark.parametrize("target", ["/c/bolt/", "//evil.example/", "https://evil.example/", "/c/acme/../bolt/"])
def test_nobody_is_sent_out_of_the_company_after_joining(cast, browser_of, target):
    joined = browser_of(cast.alice).get("/c/acme/join/", {"next": target})
    assert joined.headers["Location"] == "/c/acme/"


def test_a_member_of_another_company_is_a_visitor_here(cast, browser_of):
    page = browser_of(cast.charlie).get("/c/acme/").content.decode()
    assert "/c/acme/join/" in page
    question = factories.ask(cast.alice)
    sent = browser_of(cast.charlie).post(f"/c/acme/q/{question.pk}/answer/", {"body": factories.ANSWER})
    assert sent.headers["Location"].startswith("/c/acme/join/?next=")
