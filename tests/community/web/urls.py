"""Pages that only the tests of the web floor open, beside the real ones."""

from __future__ import annotations

from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from community.web import errors, ratelimit
from community.web.htmx import page_or_fragment, redirect_to

handler400 = errors.handler400
handler403 = errors.handler403
handler404 = errors.handler404
handler500 = errors.handler500


def echo(request: HttpRequest, text: str = "") -> HttpResponse:
    return JsonResponse({"text": text, "q": request.GET.get("q"), "body": request.POST.get("body")})


def person(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


def not_allowed(request: HttpRequest) -> HttpResponse:
    raise errors.NotAllowed("Only moderators may <lock> questions.")


def gone(request: HttpRequest) -> HttpResponse:
    raise errors.Gone("A moderator removed this question as spam.")


def not_found(request: HttpRequest) -> HttpResponse:
    raise errors.NotFound("This list has no page 9.")


def hidden(request: HttpRequest) -> HttpResponse:
    raise Http404("No Question matches the given query.")


def slow_down(request: HttpRequest) -> HttpResponse:
    ratelimit.check("setup_code", identity="member:1")
    return HttpResponse("fine")


def bug(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


def full_disk(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$")
    return HttpResponse("written")


def part(request: HttpRequest) -> HttpResponse:
    return page_or_fragment(
        request, page="web/error.html", fragment="web/_error_fragment.html", context={"code": 1, "sentence": "x"}
    )


def moved(request: HttpRequest) -> HttpResponse:
    return redirect_to(request, "/echo/")


_OWN = {
    "echo/": echo,
    "echo/<path:text>/": echo,
    "person/": person,
    "not-allowed/": not_allowed,
    "gone/": gone,
    "not-found/": not_found,
    "hidden/": hidden,
    "slow-down/": slow_down,
    "bug/": bug,
    "no-database/": no_database,
    "full-disk/": full_disk,
    "part/": part,
    "moved/": moved,
}
for _view in _OWN.values():
    _view.works_without_company = True  # type: ignore[attr-defined]

urlpatterns = [path(route, view) for route, view in _OWN.items()] + [path("", include("community.urls"))]
