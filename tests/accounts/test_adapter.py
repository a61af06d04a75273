"""Where somebody may be sent after signing in."""

from __future__ import annotations

import pytest
from django.urls import set_script_prefix

from accounts.adapter import stays_here


@pytest.fixture
def in_acme(rf):
    set_script_prefix("/c/acme/")
    yield rf.get("/c/acme/", HTTP_HOST="localhost")
    set_script_prefix("/")


@pytest.mark.parametrize("url", ["/c/acme/", "/c/acme/q/7/?page=2#answer-9", "http://localhost/c/acme/ask/"])
def test_addresses_of_the_company_are_followed(in_acme, url):
    assert stays_here(in_acme, url)


@pytest.mark.parametrize(
    "url",
    [
        "", "/", "/c/bolt/", "/c/acmebolt/", "/c/acme/../bolt/", "/c/acme/%2e%2e/bolt/", "/c/acme/.%2E/bolt/",
        "//evil.example/", "https://evil.example/c/acme/", "/\\evil.example/c/acme/",
        "javascript:alert(1)", "http://[", "///c/acme/",
    ],
)  # fmt: skip
def test_all_others_are_not(in_acme, url):
    assert not stays_here(in_acme, url)
