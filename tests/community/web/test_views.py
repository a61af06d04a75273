import pytest
from django.urls import reverse

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


@pytest.mark.parametrize("value", ["pink", "", '"><script>'])
def test_other_colours_change_nothing(client, value):
    assert not client.post(reverse("web:colour_scheme"), {"scheme": value}).cookies
    client.cookies["peerdesk_colours"] = value
    assert 'data-scheme="auto"' in client.get("/part/").content.decode()


def test_a_language_is_remembered(client, settings):
    response = client.post(reverse("web:language"), {"language": "de", "next": "/echo/"})
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "de"
    assert client.get("/echo/")["Content-Language"] == "de"


def test_a_language_that_we_do_not_speak_changes_nothing(client):
    assert not client.post(reverse("web:language"), {"language": "tlh"}).cookies


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1", ""])
def test_nobody_is_sent_elsewhere(client, target):
    assert client.post(reverse("web:language"), {"language": "de", "next": target})["Location"] == "/"


@pytest.mark.parametrize("name", ["web:language", "web:colour_scheme"])
def test_a_choice_is_a_form(client, name):
    assert client.get(reverse(name)).status_code == 405
