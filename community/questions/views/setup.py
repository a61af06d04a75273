"""Making the first company, its admin and its topics."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.found import found_company, needs_setup, register_operator
from accounts.forms import SetupForm
from accounts.models import Company
from community.questions.actions.topics import create_topics
from community.web.address import client_address
from community.web.errors import NotAllowed, NotFound
from community.web.ratelimit import check
from community.web.views import works_without_company

UNPROCESSABLE = 422


@works_without_company
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Make the first company, for whoever holds the one-time code; gone once a company exists."""
    if not needs_setup():
        raise NotFound(_("Peerdesk is set up. Sign in to your community instead."))
    signed_in = request.user.is_authenticated
    form = SetupForm(request.POST if request.method == "POST" else None, has_account=signed_in)
    if request.method == "POST" and form.is_valid():
        # Counted only when the code is really tried: a mistake elsewhere in the form must not use up the tries.
        check("setup_code", identity=f"address:{client_address(request)}")
        try:
            company = _found(request, form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error("code", refusal.sentence)
        else:
            return redirect(company.path_prefix)
    return render(request, "accounts/setup.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


def _found(request: HttpRequest, words: dict[str, Any]) -> Company:
    """Make the login, the company and its topics together, or nothing; then sign the person in."""
    with transaction.atomic():
        if request.user.is_authenticated:
            person = request.user
        else:
            person = register_operator(email=words["email"], password=words["password"])
        company = found_company(
            code=words["code"],
            person=person,
            name=words["name"],
            slug=words["slug"],
            display_name=words["display_name"],
            colour=words["colour"],
            language=words["language"],
        )
        create_topics(company=company, names=words["topics"])
    if not request.user.is_authenticated:
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return company
