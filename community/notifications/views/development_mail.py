"""The mails that the embedded stack did not really send, for whoever sits at the machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.notifications.development_mail import kept_mail, newest_mails
from community.notifications.local import is_at_this_machine
from community.web.errors import NotFound
from community.web.views import works_without_company

View = Callable[..., HttpResponse]


def only_at_this_machine(view: View) -> View:
    """Let the view exist for requests from this machine to an embedded stack; for all others there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_at_this_machine(request):
            raise NotFound(_("There is no such page."))
        return view(request, *args, **kwargs)

    return guarded


@works_without_company
@only_at_this_machine
@require_safe
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """List the newest mails."""
    return render(request, "notifications/development_mails.html", {"mails": newest_mails()})


@works_without_company
@only_at_this_machine
@require_safe
@never_cache
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail as text."""
    found = kept_mail(name)
    if found is None:
        raise NotFound(_("This mail is not kept any more."))
    return render(request, "notifications/development_mail.html", {"mail": found})
