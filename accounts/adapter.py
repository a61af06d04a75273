"""How allauth fits into companies."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from allauth.core import context
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from accounts.models import Person
from community.web.account_limits import ExactSignInLimits


class AccountAdapter(ExactSignInLimits):
    """Keeps a sign-in inside the company it began in."""

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether `next` stays on this host and in this company."""
        return bool(super().is_safe_url(url)) and _in_this_company(url or "")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page that decides between home and Join."""
        return reverse("accounts:arrive")

    get_signup_redirect_url = get_login_redirect_url

    def get_email_verification_redirect_url(self, email_address: object) -> str:
        """Return the page that decides between home and Join."""
        return reverse("accounts:arrive")

    def new_user(self, request: HttpRequest) -> Person:
        """Return a person, not saved yet, who gets mails in the language in which they signed up."""
        return Person(language=get_language() or "")

    def get_from_email(self) -> str:
        """Send in the company's name."""
        company = getattr(context.request, "company", None)
        sender = str(super().get_from_email())
        if company is None:
            return sender
        address = sender.rpartition("<")[2].rstrip(">")
        quoted = company.name.replace("\\", "").replace('"', "")
        return f'"{quoted}" <{address}>'


def stays_here(request: HttpRequest, url: str) -> bool:
    """Return whether an address that came with a request leads to this host and this company."""
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return bool(url) and allowed and _in_this_company(url)


def _in_this_company(url: str) -> bool:
    # Browsers read %2e as a dot before they follow dots upwards.
    path = unquote(urlsplit(url).path)
    return path.startswith(get_script_prefix()) and ".." not in path
