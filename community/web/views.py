"""Choices that a reader makes for their own browser, such as the colours. Each is one cookie, without an account."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COLOUR_SCHEMES: Final = frozenset({"auto", "light", "dark"})
COLOUR_SCHEME_COOKIE: Final = "peerdesk_colours"
_SECONDS: Final = 180 * 24 * 3600

View = Callable[[HttpRequest], HttpResponse]
ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponse])


def works_without_company(view: ViewT) -> ViewT:
    """Mark a view that also answers where no company is named."""
    view.works_without_company = True  # type: ignore[attr-defined]  # a mark that CompanyMiddleware reads
    return view


def own_choice(view: View) -> View:
    """Accept only forms, also from cached pages (which hold no token) and also where no company is named."""
    return works_without_company(csrf_exempt(require_POST(view)))


@own_choice
def colour_scheme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or automatic colours and return to the page."""
    return remember(request, COLOUR_SCHEME_COOKIE, request.POST.get("scheme", ""), COLOUR_SCHEMES)


def remember(request: HttpRequest, cookie: str, value: str, allowed: Collection[str]) -> HttpResponse:
    """Set the cookie for half a year, unless the value is none of those allowed, and return to the page."""
    response = HttpResponseRedirect(_back(request))
    if value in allowed:
        response.set_cookie(
            cookie, value, max_age=_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def _back(request: HttpRequest) -> str:
    """Return `next` if it stays in this company, otherwise the company's first page."""
    wanted = request.POST.get("next", "")
    stays = wanted.startswith(get_script_prefix()) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if stays else get_script_prefix()
