"""Answering htmx: fragments where a part of the page was asked for, redirects that the whole page follows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


def wants_fragment(request: HttpRequest) -> bool:
    """Return whether htmx asked for a part of a page. Boosted links and restored history want the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def page_or_fragment(
    request: HttpRequest, *, page: str, fragment: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render the fragment for htmx and the page that includes it for everybody else."""
    response = render(request, fragment if wants_fragment(request) else page, context, status=status)
    # One address with two answers: without this the browser's cache would show the fragment as a page.
    patch_vary_headers(response, ("HX-Request",))
    return response


def redirect_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page of ours after a form, also when htmx sent the form."""
    return HttpResponseClientRedirect(url) if wants_fragment(request) else HttpResponseRedirect(url)
