"""Joining, arriving and naming oneself, over HTTP."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Company, Membership
from community.events.models import Event
from tests import factories


@pytest.fixture
def newcomer(cast) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(factories.make_person(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_somebody_who_has_signed_in_goes_where_they_wanted(cast, browser_of):
    arrived = browser_of(cast.alice).get("/c/acme/arrive/", {"next": "/c/acme/ask/"})
    assert arrived.headers["Location"] == "/c/acme/ask/"


def test_a_newcomer_joins_first_and_then_goes_on(newcomer):
    arrived = newcomer.get("/c/acme/arrive/", {"next": "/c/acme/ask/"})
    assert arrived.headers["Location"] == "/c/acme/join/?next=%2Fc%2Facme%2Fask%2F"
    joined = newcomer.post(arrived.headers["Location"], {"display_name": "Rosa"})
    assert joined.headers["Location"] == "/c/acme/ask/"


def test_arriving_outside_any_company_leads_to_the_choice(newcomer):
    assert newcomer.get("/arrive/").headers["Location"] == "/"


@pytest.mark.parametrize("name", ["", "x", "y" * 41, "a\0b", "\u202e\u200b"])
def test_a_name_that_is_none_joins_nobody_and_comes_back(newcomer, name):
    refused = newcomer.post("/c/acme/join/", {"display_name": name})
    assert refused.status_code in {400, 422}
    assert not Event.objects.exists()


def test_visitors_sign_in_before_they_join(cast, browser_of):
    for path in ("join/", "profile/"):
        assert browser_of(None).get(f"/c/acme/{path}").headers["Location"].startswith("/c/acme/accounts/login/")


def test_who_is_no_member_joins_before_they_choose_a_name(newcomer):
    assert newcomer.get("/c/acme/profile/").headers["Location"] == "/c/acme/join/?next=%2Fc%2Facme%2Fprofile%2F"


def test_a_new_name_is_shown_everywhere(cast, browser_of):
    browser = browser_of(cast.alice)
    assert browser.post("/c/acme/profile/", {"display_name": "Alicia"}).status_code == 302
    assert Membership.objects.get(pk=cast.alice.pk).display_name == "Alicia"


def test_a_taken_name_is_refused_beside_the_field(cast, browser_of):
    refused = browser_of(cast.alice).post("/c/acme/profile/", {"display_name": "B0b"})
    assert refused.status_code == 422
    assert "Somebody here already has this name" in refused.content.decode()
    assert Membership.objects.get(pk=cast.alice.pk).display_name == "Alice"


def test_nobody_joins_a_closed_community(newcomer):
    Company.objects.filter(slug="acme").update(is_open=False)
    refused = newcomer.post("/c/acme/join/", {"display_name": "Rosa"})
    assert refused.status_code == 422
    assert "takes no new members" in refused.content.decode()
    assert not Membership.objects.filter(display_name="Rosa").exists()


@pytest.mark.parametrize("path", ["", "arrive/", "colours/x.css"])
def test_pages_that_only_show_take_no_forms(cast, browser_of, path):
    assert browser_of(cast.alice).post(f"/c/acme/{path}").status_code == 405


def test_closed_communities_are_not_offered(cast):
    Company.objects.filter(slug="bolt").update(is_open=False)
    page = Client(HTTP_HOST="localhost").get("/").content.decode()
    assert "/c/acme/" in page and "/c/bolt/" not in page


@pytest.mark.parametrize(
    ("path", "back_to"),
    [
        ("search/?q=a+b", "/c/acme/search/%3Fq%3Da%2Bb"),
        ("accounts/login/?next=/c/acme/ask/", "/c/acme/ask/"),
        ("accounts/signup/?next=/c/acme/ask/", "/c/acme/ask/"),
        ("accounts/password/reset/", ""),
    ],
)
def test_signing_in_leads_back_to_where_one_came_from(cast, client, path, back_to):
    address = f"/c/acme/accounts/login/?next={back_to}" if back_to else "/c/acme/accounts/login/"
    page = client.get(f"/c/acme/{path}").content.decode()
    assert f'<a class="button button-small" href="{address}" rel="nofollow">Sign in</a>' in page
