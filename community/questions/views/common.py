"""What the pages of this feature share: limits, drafts, and where a visitor is sent who wants to take part."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.reader import CompanyRequest, member_identity
from community.web.address import client_address
from community.web.htmx import redirect_to
from community.web.ratelimit import check

# Kept in the session while somebody signs in; far above any limit of a form.
_DRAFT_LENGTH = 100_000
TRUSTED_LEVEL = 1


def limit(request: CompanyRequest, action: str) -> None:
    """Count one pass of the action for whoever sends the request. Raises RateLimited."""
    member = request.reader.member
    if (
        action in {"ask", "vote"}
        and member is not None
        and (member.trust_level >= TRUSTED_LEVEL or member.is_moderator)
    ):
        action = f"{action}_trusted"
    check(action, identity=member_identity(request.reader, client_address(request)))


def keep_draft(request: CompanyRequest, name: str) -> None:
    """Keep what was written in the session, until the person has signed in."""
    request.session[_key(request, name)] = {
        field: value[:_DRAFT_LENGTH] for field, value in request.POST.items() if field != "csrfmiddlewaretoken"
    }


def take_draft(request: CompanyRequest, name: str) -> QueryDict | None:
    """Return and forget what was kept before signing in."""
    kept = request.session.pop(_key(request, name), None) if _key(request, name) in request.session else None
    if kept is None:
        return None
    draft = QueryDict(mutable=True)
    draft.update(kept)
    return draft


def invite(request: CompanyRequest, *, back_to: str, kept: bool = False) -> HttpResponse:
    """Send a visitor to sign in, and a person who is no member to Join; afterwards they come back."""
    if request.user.is_authenticated:
        return redirect_to(request, f"{reverse('accounts:join')}?{urlencode({'next': back_to})}")
    if kept:
        messages.info(request, _("Your text is kept. Sign in, or make an account, and it will be there."))
    # By way of the page that sends somebody who has just made an account to Join first.
    onward = f"{reverse('accounts:arrive')}?{urlencode({'next': back_to})}"
    return redirect_to(request, f"{reverse('account_login')}?{urlencode({'next': onward})}")


def _key(request: CompanyRequest, name: str) -> str:
    return f"draft:{request.company.pk}:{name}"
