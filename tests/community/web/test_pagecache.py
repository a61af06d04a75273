from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

from accounts.models import Company
from community.web.breaker import redis_breaker
from community.web.pagecache import visitors_page


class Site:
    """A page about two things, which counts how often it was made."""

    def __init__(self) -> None:
        self.company = Company(pk=1, slug="acme", name="Acme", languages=["en"])
        self.versions = {"question:1": 1, "member:1": 1}
        self.made = 0

    def build(self) -> tuple[HttpResponse, Collection[str]]:
        self.made += 1
        return HttpResponse(f"page {self.made}"), set(self.versions)

    def open(self, request: HttpRequest) -> str:
        response = visitors_page(
            request,
            company=self.company,
            parameters=("page",),
            versions=lambda names: {name: self.versions.get(name, 0) for name in names},
            build=self.build,
        )
        return response.content.decode()

    def visit(self, path: str = "/q/1/", times: int = 3, **facts: Any) -> str:
        """Open the page so often that it would be kept; return what the last visitor saw."""
        for _ in range(times):
            seen = self.open(RequestFactory().get(path, **facts))
        return seen


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Site:
    """Every test is in a company of its own, because Redis outlives it."""
    made = Site()
    made.company.tagline = request.node.nodeid
    return made


def with_cookie(name: str, value: str) -> HttpRequest:
    request = RequestFactory().get("/q/1/")
    request.COOKIES[name] = value
    return request


def test_a_page_is_kept_from_its_second_visit_on(site: Site) -> None:
    assert [site.visit(times=1) for _ in range(4)] == ["page 1", "page 2", "page 2", "page 2"]


@pytest.mark.parametrize("moved", ["question:1", "member:1"])
def test_a_change_of_anything_on_it_is_visible_at_once(site: Site, moved: str) -> None:
    site.visit()
    site.versions[moved] += 1

    assert site.visit(times=1) == "page 3"
    assert site.visit(times=2) == "page 3"


def test_somebody_new_on_the_page_is_known_before_it_is_kept(site: Site) -> None:
    """Otherwise the newcomer's version would be read after the page, and a change in between be missed for a minute."""
    site.visit()
    site.versions |= {"question:1": 2, "member:2": 1}

    assert [site.visit(times=1) for _ in range(3)] == ["page 3", "page 4", "page 4"]


@pytest.mark.parametrize(
    "other",
    [{"path": "/c/bolt/q/1/"}, {"path": "/q/1/?page=2"}, {"HTTP_HOST": "127.0.0.1"}, {"secure": True}],
    ids=str,
)
def test_another_address_is_another_page(site: Site, other: dict[str, Any]) -> None:
    site.visit()
    assert site.visit(**other) == "page 4"
    assert site.visit(times=1) == "page 2"


def test_another_language_is_another_page(site: Site) -> None:
    site.visit()
    with translation.override("de"):
        assert site.visit() == "page 4"


def test_other_colours_are_another_page(site: Site) -> None:
    site.visit()
    assert site.open(with_cookie("peerdesk_colours", "dark")) == "page 3"


def test_another_company_is_another_page(site: Site) -> None:
    site.visit()
    site.company.pk = 2
    assert site.visit() == "page 4"


@pytest.mark.parametrize(
    ("field", "value"), [("name", "Acme Corp"), ("colour", "#112233"), ("languages", ["en", "de"])]
)
def test_a_change_of_the_company_is_visible_at_once(site: Site, field: str, value: object) -> None:
    site.visit()
    setattr(site.company, field, value)
    assert site.visit(times=1) == "page 3"


@pytest.mark.parametrize("name", ["peerdesk_session", "messages"])
def test_who_may_be_somebody_gets_a_page_of_their_own(site: Site, name: str) -> None:
    site.visit()
    assert site.open(with_cookie(name, "x")) == "page 3"
    assert site.open(with_cookie(name, "x")) == "page 4"


def test_addresses_with_other_parameters_are_never_kept(site: Site) -> None:
    assert site.visit("/q/1/?utm_source=x") == "page 3"


def test_a_page_with_a_token_is_never_kept(site: Site) -> None:
    for number in (1, 2, 3):
        request = RequestFactory().get("/q/1/")
        get_token(request)
        assert site.open(request) == f"page {number}"


@pytest.mark.parametrize(
    "spoilt", [HttpResponse(status=404), HttpResponse(status=301)], ids=lambda it: str(it.status_code)
)
def test_only_pages_are_kept(site: Site, monkeypatch: pytest.MonkeyPatch, spoilt: HttpResponse) -> None:
    monkeypatch.setattr(site, "build", lambda: (spoilt, set(site.versions)))
    site.visit()
    monkeypatch.undo()
    assert site.visit(times=1) == "page 1"


def test_a_page_that_sets_a_cookie_is_never_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    personal = HttpResponse("for you")
    personal.set_cookie("seen", "1")
    monkeypatch.setattr(site, "build", lambda: (personal, set(site.versions)))
    site.visit()
    monkeypatch.undo()
    assert site.visit(times=1) == "page 1"


def test_caches_on_the_way_hear_that_members_see_something_else(site: Site) -> None:
    for _ in range(3):
        request = RequestFactory().get("/q/1/")
        response = visitors_page(
            request,
            company=site.company,
            parameters=(),
            versions=lambda names: dict.fromkeys(names, 1),
            build=site.build,
        )
        assert response["Vary"] == "Cookie"


def test_pages_go_on_without_redis(site: Site, settings: Settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    redis_breaker.reset()
    assert site.visit() == "page 3"
    redis_breaker.reset()
