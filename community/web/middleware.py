"""What happens to every request before and after its view: its id, its soundness, its limits, its headers, its errors.

All of these are synchronous on purpose: then Django runs the whole chain in one thread, without a hop for each.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from community.web import errors, ratelimit
from community.web.account_limits import account_checks
from community.web.address import client_address
from community.web.requestid import choose_request_id, current_request_id
from community.web.soundness import Unsound, check_body, check_head

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

_PERMISSIONS_POLICY: Final = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
)
_ADMIN_FORMS: Final = ("_add", "_change")


class RequestId:
    """Gives the request an id, or keeps the harmless one it came with; it stands in the answer and in the log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request under its id."""
        chosen = choose_request_id(request.META.get("HTTP_X_REQUEST_ID", ""))
        request.request_id = chosen  # type: ignore[attr-defined]  # community.web.requestid reads it back
        token = current_request_id.set(chosen)
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(token)
        response["X-Request-ID"] = chosen
        return response


class SoundRequest:
    """Answers a request that cannot be understood with 400 or 413, before anything else looks at it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request, or say what is wrong with its head."""
        try:
            check_head(request)
        except Unsound as error:
            return _unsound(request, error)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Say what is wrong with the body, once the limits, which need none, have let the request through."""
        try:
            check_body(request)
        except Unsound as error:
            return _unsound(request, error)
        return None


class SecurityHeaders:
    """Adds the headers that Django's SecurityMiddleware does not know. A view that set one of them keeps its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request and add the headers."""
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", _PERMISSIONS_POLICY)
        return response


class ContentSecurityPolicy(CSPMiddleware):
    """The policy of settings.CONTENT_SECURITY_POLICY; the forms of both admins may style inline, nothing else may."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy of this answer."""
        parts = super().get_policy_parts(request, response, report_only)
        if _is_admin_form(request):
            parts.replace = {"style-src": [SELF, UNSAFE_INLINE], **(parts.replace or {})}
        return parts


class RequestRateLimit:
    """Bounds how many requests one person, or one address without a person, may make. Belongs behind the sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request, or answer 429."""
        try:
            self._check(request)
        except ratelimit.RateLimited as refusal:
            # Plain: refusing a flood must cost less than serving it.
            return errors.rate_limited(request, refusal, plain=True)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        # Asking for the person costs a query; without a session cookie there is none to ask for.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            ratelimit.check("request_member", identity=f"person:{request.user.pk}")
        else:
            ratelimit.check("request_anonymous", identity=f"address:{client_address(request)}")


class AccountRateLimit:
    """Holds our limits on forms that sign in, sign up or send a mail; allauth's own are not exact."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer 429 to one form too many."""
        try:
            for action, identity in account_checks(request):
                ratelimit.check(action, identity=identity)
        except ratelimit.RateLimited as refusal:
            return errors.rate_limited(request, refusal)
        return None


class SentencesForErrors:
    """Turns what views raise into pages that say it: NotAllowed 403, NotFound 404, Gone 410, RateLimited 429."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for the errors that have one."""
        if isinstance(error, errors.NotAllowed):
            return errors.error_page(request, 403, sentence=error.sentence)
        if isinstance(error, errors.NotFound):
            return errors.error_page(request, 404, sentence=error.sentence)
        if isinstance(error, errors.Gone):
            return errors.error_page(request, 410, sentence=error.sentence)
        if isinstance(error, ratelimit.RateLimited):
            return errors.rate_limited(request, error)
        return None


class Unavailable:
    """Answers 503 when a view cannot reach the database, or the database cannot write because its disk is full.

    The same failure outside of views is answered by errors.handler500.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the 503 page for errors of the database's health; others are bugs and stay what they are."""
        if not errors.is_unavailable(error):
            return None
        logger.error("The database cannot serve %s.", request.path, exc_info=error)
        return errors.unavailable(request)


def _unsound(request: HttpRequest, error: Unsound) -> HttpResponse:
    return errors.error_page(request, error.code, sentence=error.sentence, plain=True)


def _is_admin_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and "admin" in match.app_names and (match.url_name or "").endswith(_ADMIN_FORMS)
