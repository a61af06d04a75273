import time

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from community.web.middleware import ContentSecurityPolicy
from community.web.models import RateWindow

pytestmark = [pytest.mark.urls("tests.community.web.urls"), pytest.mark.django_db]

EVERYWHERE = ["/echo/", "/hidden/", "/bug/", "/no-database/", "/echo/?q=%00", "/not-allowed/", "/accounts/login/"]


def policy(response):
    directives = (each.strip().partition(" ") for each in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in directives}


def test_an_offered_id_comes_back(visitor):
    assert visitor.get("/echo/", headers={"X-Request-ID": "from-proxy-1"})["X-Request-ID"] == "from-proxy-1"


def test_an_unusable_id_is_replaced(visitor):
    ids = {visitor.get("/echo/", headers={"X-Request-ID": "no spaces"})["X-Request-ID"] for _time in range(2)}
    assert len(ids) == 2
    assert all(len(each) == 32 for each in ids)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_headers(visitor, path):
    response = visitor.get(path)
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "X-Request-ID" in response
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_strict_policy(visitor, path):
    assert policy(visitor.get(path)) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "manifest-src": "'self'",
    }


def test_https_is_remembered_where_it_is_used(visitor, settings):
    settings.SECURE_HSTS_SECONDS = 3600
    assert visitor.get("/echo/", secure=True)["Strict-Transport-Security"].startswith("max-age=3600")


@pytest.mark.parametrize(
    ("url_name", "app_names", "style"),
    [
        ("questions_topic_change", ["admin"], "'self' 'unsafe-inline'"),
        ("questions_topic_add", ["admin"], "'self' 'unsafe-inline'"),
        ("questions_topic_changelist", ["admin"], "'self'"),
        ("index", ["admin"], "'self'"),
        ("password_change", [], "'self'"),
        ("question_change", ["questions"], "'self'"),
    ],
)
def test_only_forms_of_an_admin_style_inline(url_name, app_names, style):
    request = RequestFactory().get("/")
    request.resolver_match = ResolverMatch(lambda: None, (), {}, url_name=url_name, app_names=app_names)
    response = ContentSecurityPolicy(lambda request: HttpResponse())(request)
    assert policy(response)["style-src"] == style
    assert policy(response)["script-src"] == "'self'"


def opened(client, times, **extra):
    """How many of so many requests were answered."""
    return sum(client.get("/echo/", **extra).status_code == 200 for _time in range(times))


def test_an_address_may_open_fifty_pages_in_ten_seconds(visitor, private_redis):
    assert opened(visitor, 55) == 50
    response = visitor.get("/echo/")
    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 10
    assert opened(visitor, 1, REMOTE_ADDR="192.0.2.8") == 1


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP"])
def test_claiming_other_addresses_does_not_help(visitor, private_redis, header):
    claims = [{header: f"203.0.113.{number}"} for number in range(60)]
    assert sum(visitor.get("/echo/", **claim).status_code == 200 for claim in claims) == 50


def test_making_up_sessions_does_not_help(visitor, private_redis):
    passed = 0
    for number in range(60):
        visitor.cookies[django_settings.SESSION_COOKIE_NAME] = f"madeupsession{number:019}"
        passed += visitor.get("/echo/").status_code == 200
    assert passed == 50


def test_people_are_counted_apart_from_their_address(visitor, private_redis):
    opened(visitor, 50)
    visitor.force_login(get_user_model().objects.create(email="ada@example.com"))
    assert opened(visitor, 60) == 60


def test_a_flood_is_refused_whatever_its_bodies_are(visitor, private_redis):
    opened(visitor, 50)
    response = visitor.generic("POST", "/echo/", b"x", content_type="multipart/form-data")
    assert response.status_code == 429


def test_reading_goes_on_without_redis_and_writes_nothing(visitor, no_redis):
    assert opened(visitor, 60) == 60
    assert RateWindow.objects.count() == 0


def test_a_page_does_not_wait_for_a_redis_that_hangs(visitor, private_redis, impatient):
    opened(visitor, 1)
    private_redis.hang()
    start = time.monotonic()
    assert opened(visitor, 5) == 5
    assert time.monotonic() - start < 2.0


def test_a_database_that_is_away_before_any_view_is_a_pause_too(monkeypatch):
    def away(request):
        raise OperationalError("connection refused")

    monkeypatch.setattr("community.web.middleware.AccountRateLimit.__call__", lambda self, request: away(request))
    response = Client(raise_request_exception=False).get("/echo/")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
