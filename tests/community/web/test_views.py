from datetime import timedelta

import pytest
from django.urls import reverse

from community import clock

pytestmark = [pytest.mark.urls("tests.community.web.urls"), pytest.mark.django_db]


@pytest.mark.parametrize("scheme", ["auto", "light", "dark"])
def test_colours_are_remembered_without_token_or_account(client, scheme):
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("web:colour_scheme"), {"scheme": scheme, "next": "/echo/?q=1"})
    assert (response.status_code, response["Location"]) == (302, "/echo/?q=1")
    cookie = response.cookies["peerdesk_colours"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (scheme, True, "Lax")


def test_the_page_wears_the_colours(client):
    client.cookies["peerdesk_colours"] = "dark"
    assert 'data-scheme="dark"' in client.get("/part/").content.decode()


def test_scripts_are_told_where_the_clock_was_moved_and_by_how_much(client):
    assert "data-clock-ahead" not in client.get("/part/").content.decode()
    with clock.moved(timedelta(days=15)):
        assert ' data-clock-ahead="1296000">' in client.get("/part/").content.decode()


@pytest.mark.parametrize("value", ["pink", "", '"><script>'])
def test_other_colours_change_nothing(client, value):
    assert not client.post(reverse("web:colour_scheme"), {"scheme": value}).cookies
    client.cookies["peerdesk_colours"] = value
    assert 'data-scheme="auto"' in client.get("/part/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1", ""])
def test_nobody_is_sent_elsewhere(client, target):
    assert client.post(reverse("web:colour_scheme"), {"scheme": "dark", "next": target})["Location"] == "/"


def test_a_choice_is_a_form(client):
    assert client.get(reverse("web:colour_scheme")).status_code == 405
