"""Refusals as sentences, and the pages that carry them: every error says what happened and loses no text."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.web.htmx import wants_fragment
from community.web.ratelimit import RateLimited
from community.web.requestid import request_id

logger = logging.getLogger(__name__)

_MOST_KEPT: Final = 100_000
_RETRY_UNAVAILABLE_SECONDS: Final = 10
_WORST_PLAIN: Final = 500


class NotAllowed(PermissionDenied):
    """A policy says no; the message is the sentence that the person reads on a 403 page."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Http404):
    """There is no such page, and there is something helpful to say about it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Gone(Exception):
    """What stood here was removed for good; the message tells why on a 410 page."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class _Wording:
    title: Any
    sentence: Any


_WORDINGS: Final = {
    400: _Wording(
        gettext_lazy("This request cannot be read"),
        gettext_lazy("Your browser or program sent something that makes no sense here. Go back and try again."),
    ),
    403: _Wording(
        gettext_lazy("You cannot do this"), gettext_lazy("You do not have the right to see this page or to do this.")
    ),
    404: _Wording(
        gettext_lazy("There is nothing here"),
        gettext_lazy("The page may have been moved or removed, or the address has a typing mistake."),
    ),
    410: _Wording(gettext_lazy("This was removed"), gettext_lazy("What stood here is no longer available.")),
    413: _Wording(
        gettext_lazy("This is too large"),
        gettext_lazy("You sent more than can be taken in one go. Shorten your text or send it in parts."),
    ),
    429: _Wording(gettext_lazy("Please slow down"), gettext_lazy("You did this too often. Please try again later.")),
    500: _Wording(
        gettext_lazy("Something went wrong"),
        gettext_lazy("This is our mistake, not yours. It was noted; please try again in a moment."),
    ),
    503: _Wording(
        gettext_lazy("We cannot answer right now"),
        gettext_lazy("The service is interrupted for a moment. Please try again shortly."),
    ),
}


def error_page(
    request: HttpRequest, code: int, *, sentence: str = "", retry_after: int | None = None, plain: bool = False
) -> HttpResponse:
    """Return the page, or for htmx the fragment, of an error, with what the person had written in a form.

    `plain` pages ask for no person, session or database: for requests and moments in which nothing can be trusted.
    """
    wording = _WORDINGS[code]
    context = {
        "code": code,
        "title": wording.title,
        "sentence": sentence or wording.sentence,
        "request_id": request_id(request),
        "kept_text": _kept_text(request),
        "retry_after": retry_after,
    }
    response = HttpResponse(_rendered(request, context, plain=plain or code >= _WORST_PLAIN), status=code)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    add_never_cache_headers(response)
    return response


def rate_limited(request: HttpRequest, refusal: RateLimited, *, plain: bool = False) -> HttpResponse:
    """Return the 429 page of a refusal, with Retry-After."""
    return error_page(request, 429, sentence=refusal.sentence, retry_after=refusal.retry_after_seconds, plain=plain)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the 503 page, with Retry-After."""
    return error_page(request, 503, retry_after=_RETRY_UNAVAILABLE_SECONDS)


def is_unavailable(error: BaseException | None) -> bool:
    """Return whether the database cannot serve now: it is away, its disk is full, or it took too long."""
    return isinstance(error, OperationalError | InterfaceError)


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that Django could not read: 413 when it was too large."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400, plain=True)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a refusal, in the policy's own words where it has some."""
    return error_page(request, 403, sentence=exception.sentence if isinstance(exception, NotAllowed) else "")


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere. Only NotFound's sentences are shown: others name models and patterns."""
    return error_page(request, 404, sentence=exception.sentence if isinstance(exception, NotFound) else "")


def handler429(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a refused repetition for libraries that look this handler up."""
    return rate_limited(request, exception) if isinstance(exception, RateLimited) else error_page(request, 429)


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer an error that nobody expected, or that arose outside of a view: 503 when the database is the reason."""
    error = sys.exc_info()[1]
    if isinstance(error, RateLimited):
        return rate_limited(request, error)
    return unavailable(request) if is_unavailable(error) else error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token; Django has logged the reason."""
    sentence = _("This form was open too long, or your browser keeps no cookies. Reload the page and send it again.")
    return error_page(request, 403, sentence=sentence)


def _kept_text(request: HttpRequest) -> str:
    """Return what the person had written as title and body, or as a reason, so that no error costs them their text."""
    if request.method != "POST":
        return ""
    try:
        parts = [request.POST.get(name, "") for name in ("title", "body", "reason")]
    except Exception:  # Whatever is wrong with the body has been or will be answered; here it only means "no text".
        return ""
    return "\n\n".join(part for part in parts if part)[:_MOST_KEPT]


def _rendered(request: HttpRequest, context: dict[str, Any], *, plain: bool) -> str:
    """Render with the best page that still works: an error page must never fail itself."""
    try:
        if wants_fragment(request):
            return render_to_string("web/_error_fragment.html", context)
        if not plain:
            return render_to_string("web/error.html", context, request=request)
    except Exception:
        if settings.DEBUG_PROPAGATE_EXCEPTIONS:
            raise
        logger.exception("The error page %s could not be shown with its surroundings.", context["code"])
    try:
        return render_to_string("web/error_plain.html", context)
    except Exception:
        logger.exception("The plain error page %s could not be shown.", context["code"])
    return format_html(
        "<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><p>{sentence}</p>"
        "<pre>{kept_text}</pre><p><code>{request_id}</code></p>",
        **context,
    )
