"""What the pages about money share: who may see them, and that it is really them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.reader import CompanyRequest
from community import clock
from community.questions.views.common import invite
from community.web.errors import NotAllowed

UNPROCESSABLE: Final = 422
_KEPT: Final = "payouts.kept"
_LONGEST_KEPT: Final = 200

MemberView = Callable[..., HttpResponse]


def for_members(view: MemberView) -> MemberView:
    """Make a view of the signed-in member, passed as the second argument; visitors sign in or join first."""

    @wraps(view)
    def wrapped(request: CompanyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.reader.member is None:
            return invite(request, back_to=request.path)
        response = view(request, request.reader.member, *args, **kwargs)
        # What one has is nobody else's business, also not that of the next who uses the browser.
        response["Cache-Control"] = "private, no-store"
        return response

    return wrapped


def prove_it_is_you(request: CompanyRequest, *, keeps: bool = True) -> HttpResponse | None:
    """Return the way to sign in again, unless the person did so within minutes; None when they did.

    What was written in the form is kept meanwhile, or, unless it `keeps`, said to be lost: a session is no place for
    bank accounts. People without a password sign in with a code instead: for them the
    sign-in itself must be that young. Raises NotAllowed with what to do when it is not.
    """
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        _check_signed_in_lately(request)
        return None
    if did_recently_reauthenticate(request):
        return None
    if request.method == "POST" and keeps:
        _keep(request)
    elif request.method == "POST":
        messages.info(request, _("For your safety, what you wrote was not kept. Write it again after you signed in."))
    return redirect(f"{methods[0]['url']}?{urlencode({'next': request.path})}")


def take_kept(request: CompanyRequest) -> dict[str, str]:
    """Return and forget what was written before the person proved who they are."""
    kept = request.session.pop(_KEPT, None) if request.method == "GET" and _KEPT in request.session else None
    return kept["words"] if kept and kept["path"] == request.path else {}


def _check_signed_in_lately(request: CompanyRequest) -> None:
    records = get_authentication_records(request, request.user)
    latest = max((float(record["at"]) for record in records), default=0.0)
    if not latest and request.user.is_authenticated and request.user.last_login:
        latest = request.user.last_login.timestamp()
    # Servers and sessions live in real time, wherever the clock of the community stands.
    real_now = (clock.now() - clock.ahead()).timestamp()
    if real_now - latest > app_settings.REAUTHENTICATION_TIMEOUT:
        raise NotAllowed(
            _("Money needs a fresh sign-in: sign out and in again, or give your account a password first.")
        )


def _keep(request: CompanyRequest) -> None:
    words = {name: str(value)[:_LONGEST_KEPT] for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    request.session[_KEPT] = {"path": request.path, "words": dict(list(words.items())[:10])}
