"""What accounts add to every request: which company it is in, in which language it is answered, and who is looking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.urls import get_script_prefix, set_script_prefix
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.language import language_of
from accounts.models import Membership
from accounts.reader import CompanyRequest, Reader
from accounts.tenancy import locate
from community.web.prepared import Given, Prepared

_membership = Prepared(Membership.objects.filter(company=Given("company"), person=Given("person")))

GetResponse = Callable[[HttpRequest], HttpResponse]

# Rooms outside any company: the operators' admin and the sign-in pages serve the whole host.
_COMPANYLESS_MODULES = ("allauth.", "django.contrib.admin.", "django.contrib.auth.", "django.views.i18n")


class CompanyMiddleware:
    """Find the company, take its prefix off the path and set the script prefix, so that one URLconf serves all.

    The prefix is restored in any case: a leaked one would end up in the links of the next request of this thread.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request inside its company, redirect from a former short name, or say 404."""
        host, _port = split_domain_port(request.META.get("HTTP_HOST", "").lower())
        place = locate(host, request.path_info)
        if place.moved_to:
            query = request.META.get("QUERY_STRING", "")
            moved = HttpResponsePermanentRedirect(escape_uri_path(place.moved_to) + (f"?{query}" if query else ""))
            # Kept for an hour only: a company may take its former name back.
            moved["Cache-Control"] = "max-age=3600"
            return moved
        if place.unknown:
            # Inside the rest of the chain, so that the 404 page has its headers, language and search box.
            request.path_info = "/company-not-found/"
        request.company = place.company  # type: ignore[attr-defined]  # CompanyRequest tells the type checker
        before = get_script_prefix()
        if place.prefix:
            request.META["SCRIPT_NAME"] = place.prefix.rstrip("/")
            request.path_info = request.META["PATH_INFO"] = place.rest
            set_script_prefix(place.prefix)
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse a community page outside any company."""
        if getattr(request, "company", None) is not None or getattr(view, "works_without_company", False):
            return None
        if getattr(view, "__module__", "").startswith(_COMPANYLESS_MODULES):
            return None
        raise Http404(_("There is no community at this address."))


class LanguageMiddleware:
    """Answer in the reader's language. Belongs behind CompanyMiddleware, which says what there is to choose from.

    The language before is restored: the next request of this thread may be refused before it has one of its own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in its language."""
        language = language_of(request)
        with override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


class ReaderMiddleware:
    """Attach `request.reader`, looked up when a page first asks for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request with a lazy reader."""
        if getattr(request, "company", None) is not None:
            request.reader = SimpleLazyObject(lambda: read_by(cast(CompanyRequest, request)))  # type: ignore[attr-defined]
        return self.get_response(request)


def read_by(request: CompanyRequest) -> Reader:
    """Return who is looking at the request's company: one query for a signed-in person, none for a visitor."""
    person = request.user if request.user.is_authenticated else None
    found = _membership.run(company=request.company.pk, person=person.pk) if person else []
    member = found[0] if found else None
    if member is not None:
        member.company = request.company
    return Reader(company=request.company, member=member, person=person)
