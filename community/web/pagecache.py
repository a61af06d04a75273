"""Whole pages for visitors, kept in Redis. Each is checked against the versions of all that it shows before it is sent.

What stands on a page is known by the streams of its events: every change moves one of them on, so a change is visible
at once. Only what has no stream, such as the questions that other rooms show beside it, may be a minute old.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from community.web.context import clock_ahead, colour_scheme_of

_SECONDS: Final = 60
# Who has one of these may be somebody, or be told something.
_PERSONAL: Final = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)

Versions = Callable[[Collection[str]], dict[str, int]]
Build = Callable[[], tuple[HttpResponse, Collection[str]]]


@dataclass(frozen=True)
class _Kept:
    """The versions of all that a page shows, as they were before it was made, and the page, if it could be kept."""

    versions: dict[str, int]
    body: bytes


def visitors_page(
    request: HttpRequest, *, company: Model, parameters: Collection[str], versions: Versions, build: Build
) -> HttpResponse:
    """Return the page that `build` makes, or for a visitor the one it made before, while nothing on it has changed.

    `build` returns the page and the streams of all that it shows; `versions` returns where streams stand. The company is
    the row of this request: with any change of it another page is kept. Addresses with other parameters than
    `parameters` are never kept. A page is kept from its second visit on: its streams must be known before it is read.
    """
    key = _key(request, company, parameters)
    if key is None:
        return build()[0]
    kept: _Kept | None = cache.get(key)
    standing = versions(kept.versions) if kept else {}
    if kept and kept.body and standing == kept.versions:
        return _for_visitors(HttpResponse(kept.body))
    response, streams = build()
    if response.status_code == 200 and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE") and not response.cookies:
        cache.set(key, _Kept(*_what_to_keep(response, streams, standing)), _SECONDS)
    return _for_visitors(response)


def _what_to_keep(
    response: HttpResponse, streams: Collection[str], standing: Mapping[str, int]
) -> tuple[dict[str, int], bytes]:
    """Return the versions and the body; without the body when something came in whose version was not read before."""
    is_known = standing.keys() >= set(streams)
    return {name: standing.get(name, 0) for name in streams}, response.content if is_known else b""


def _key(request: HttpRequest, company: Model, parameters: Collection[str]) -> str | None:
    """Return the name under which the page is kept: all that it depends on beside its streams. None to keep nothing."""
    if request.method != "GET" or not set(request.GET) <= set(parameters):
        return None
    if any(name in request.COOKIES for name in _PERSONAL):
        return None
    parts = (
        [getattr(company, field.attname) for field in company._meta.concrete_fields],
        request.scheme or "",
        request.get_host(),
        request.get_full_path(),
        get_language() or "",
        colour_scheme_of(request),
        clock_ahead(),
    )
    return f"page:{hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()}"


def _for_visitors(response: HttpResponse) -> HttpResponse:
    """Tell caches on the way that members see something else."""
    patch_vary_headers(response, ("Cookie",))
    return response
