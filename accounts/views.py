"""Joining, naming oneself, choosing a company and a language."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.consent import give_consent, refuse_consent, withdraw_everything
from accounts.actions.join import join_company
from accounts.actions.language import choose_language
from accounts.actions.rename import rename_member
from accounts.adapter import stays_here
from accounts.forms import NameForm
from accounts.models import Company
from accounts.policies import check_is_member
from accounts.purposes import SURFACES
from accounts.queries.consent import decisions_on, said_by
from accounts.reader import CompanyRequest
from community.text.cleaning import TextRefused
from community.web.address import client_address
from community.web.brand import company_stylesheet
from community.web.errors import NotAllowed
from community.web.ratelimit import check
from community.web.views import own_choice, remember, works_without_company

UNPROCESSABLE = 422
_DIGITS = 6
_YEAR_SECONDS = 365 * 24 * 3600


@works_without_company
@require_safe
def choose_company(request: HttpRequest) -> HttpResponse:
    """Show the communities on this host, where no company is named."""
    companies = Company.objects.open().order_by("name")
    return render(request, "accounts/choose_company.html", {"companies": companies})


@works_without_company
@login_required
@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """Send somebody who has just signed in to where they wanted, to Join, or home."""
    reader = getattr(request, "reader", None)
    if reader is None:
        return redirect("root")
    wanted = request.GET.get("next", "")
    if reader.member is None:
        return redirect(f"{reverse('accounts:join')}?{urlencode({'next': wanted})}")
    return redirect(wanted if stays_here(request, wanted) else reverse("questions:home"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: CompanyRequest) -> HttpResponse:
    """Join the company under a display name, and go on to where one was going."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    onward = wanted if stays_here(request, wanted) else reverse("questions:home")
    if request.reader.member is not None:
        return redirect(onward)
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        check("join", identity=f"address:{client_address(request)}")
        try:
            assert request.reader.person is not None  # login_required has seen to it
            join_company(company=request.company, person=request.reader.person, **form.cleaned_data)
        except (NotAllowed, TextRefused) as refusal:
            form.add_error("display_name", str(refusal))
        else:
            messages.success(request, _("Welcome. You can ask, answer and vote now."))
            return redirect(onward)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "accounts/join.html", {"form": form, "next": onward}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: CompanyRequest) -> HttpResponse:
    """Choose another display name; who is no member joins first."""
    member = request.reader.member
    if member is None:
        return redirect(f"{reverse('accounts:join')}?{urlencode({'next': request.path})}")
    form = NameForm(request.POST if request.method == "POST" else None, initial={"display_name": member.display_name})
    if request.method == "POST" and form.is_valid():
        check("edit", identity=f"member:{member.pk}")
        try:
            rename_member(member=member, display_name=form.cleaned_data["display_name"])
        except (NotAllowed, TextRefused) as refusal:
            form.add_error("display_name", str(refusal))
        else:
            messages.success(request, _("Your name is changed."))
            return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_safe
def choices(request: CompanyRequest) -> HttpResponse:
    """Show what the member agreed to, purpose by purpose, and what was said when; who is no member joins first."""
    member = request.reader.member
    if member is None:
        return redirect(f"{reverse('accounts:join')}?{urlencode({'next': request.path})}")
    said = list(said_by(member.pk))
    decisions = decisions_on(said)
    shown = {"decisions": decisions, "said": said, "any_yes": any(decision.is_yes for decision in decisions)}
    return render(request, "accounts/choices.html", shown)


@login_required
@require_POST
def answer_consent(request: CompanyRequest, purpose: str) -> HttpResponse:
    """Keep a yes or a no to the purpose, and return to the page that asked. Anything but "yes" is a no."""
    member = check_is_member(request.reader)
    check("edit", identity=f"member:{member.pk}")
    wording, surface = _number(request.POST.get("wording", "")), request.POST.get("surface", "")
    surface = surface if surface in SURFACES else "choices"
    if request.POST.get("answer") == "yes":
        give_consent(member=member, purpose=purpose, wording=wording, surface=surface)
        messages.success(request, _("You said yes. You can take it back at any time."))
    else:
        refuse_consent(member=member, purpose=purpose, wording=wording, surface=surface)
        messages.success(request, _("You said no. It holds from now on."))
    return _back_to(request, reverse("accounts:choices"))


@login_required
@require_POST
def object_to_everything(request: CompanyRequest) -> HttpResponse:
    """Take back every yes of the member at once, and return to the page of their choices."""
    member = check_is_member(request.reader)
    check("edit", identity=f"member:{member.pk}")
    withdraw_everything(member=member, surface="choices")
    messages.success(request, _("You said no to everything. It holds from now on."))
    return redirect("accounts:choices")


@own_choice
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language, for mails too if the reader is signed in, and return to the page.

    A language that we do not speak changes nothing. There is no token, but a form of another site brings no session.
    """
    wanted, spoken = request.POST.get("language", ""), dict(settings.LANGUAGES)
    if wanted in spoken and request.user.is_authenticated:
        choose_language(person=request.user, language=wanted)
    return remember(request, settings.LANGUAGE_COOKIE_NAME, wanted, spoken)


def _number(text: str) -> int:
    """Return the number that a form brought, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0


def _back_to(request: CompanyRequest, otherwise: str) -> HttpResponse:
    wanted = request.POST.get("next", "")
    return redirect(wanted if stays_here(request, wanted) else otherwise)


@require_safe
@cache_control(max_age=_YEAR_SECONDS, immutable=True, public=True)
def company_css(request: CompanyRequest, version: str) -> HttpResponse:
    """Serve the company's colours; the version in the address changes with them."""
    return HttpResponse(company_stylesheet(request.company.colour), content_type="text/css")
