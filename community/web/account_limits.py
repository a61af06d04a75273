"""Exact limits for signing in and for what sends mail, around django-allauth, whose own limits are not exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from community.web import ratelimit
from community.web.address import client_address

# What is counted, and for whom: (action, identity).
Check = tuple[str, str]


def account_checks(request: HttpRequest) -> Iterator[Check]:
    """Yield what a request to an account page has to pass. Only forms that are sent count, opening a page is free."""
    match = request.resolver_match
    if request.method != "POST" or match is None:
        return
    if match.url_name == "login" and "admin" in match.app_names:
        yield "login", _address(request)
    counted = _BY_URL_NAME.get(match.url_name or "") if not match.app_names else None
    if counted:
        yield from counted(request)


class ExactSignInLimits(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type hints
    """Base of the account adapter: the one client address, and a bound on failed sign-ins of one account.

    Ten failures a minute for an address, five in five minutes for an account, whether it exists or not; then
    RateLimited.
    """

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address as our limits count it."""
        return client_address(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return the person whose credentials these are. A success is taken off the counts again, a failure stays."""
        login = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        checks = [("login_failed_address", _address(request)), ("login_failed_account", f"login:{login}")]
        for action, identity in checks:
            ratelimit.check(action, identity=identity)
        person: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if person:
            for action, identity in checks:
                ratelimit.give_back(action, identity=identity)
        return person


def _address(request: HttpRequest) -> str:
    return f"address:{client_address(request)}"


def _email(request: HttpRequest) -> str:
    return f"email:{request.POST.get('email', '').strip().lower()}"


def _sign_in(request: HttpRequest) -> Iterator[Check]:
    yield "login", _address(request)


def _sign_up(request: HttpRequest) -> Iterator[Check]:
    yield "sign_up", _address(request)
    yield "code_to_email", _email(request)


def _code(request: HttpRequest) -> Iterator[Check]:
    yield "code", _address(request)
    yield "code_to_email", _email(request)


def _password_reset(request: HttpRequest) -> Iterator[Check]:
    yield "password_reset", _address(request)
    yield "password_reset_to_email", _email(request)


def _code_form(request: HttpRequest) -> Iterator[Check]:
    """Count a guess as an attempt to sign in, and asking for the code again as a mail."""
    if request.POST.get("action") in {"resend", "change"}:
        yield "code", _address(request)
        if request.session.session_key:
            yield "code_to_email", f"session:{request.session.session_key}"
    else:
        yield "login", _address(request)


def _manage_email(request: HttpRequest) -> Iterator[Check]:
    yield "code", f"person:{request.user.pk}"


_BY_URL_NAME: Final[Mapping[str, Callable[[HttpRequest], Iterator[Check]]]] = {
    "account_login": _sign_in,
    "account_signup": _sign_up,
    "account_request_login_code": _code,
    "account_confirm_login_code": _code_form,
    "account_email_verification_sent": _code_form,
    "account_confirm_email": _sign_in,
    "account_reset_password": _password_reset,
    "account_confirm_password_reset_code": _code_form,
    "account_complete_password_reset": _sign_in,
    "account_reset_password_from_key": _sign_in,
    "account_reauthenticate": _sign_in,
    "account_change_password": _sign_in,
    "account_set_password": _sign_in,
    "account_email": _manage_email,
}
