"""Asking for a payout, and saying where it goes. Both only after the person has just proved who they are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.web.errors import NotAllowed
from community.web.ratelimit import RateLimited, check, give_back
from rewards.ledger.queries import points_of, standing_freeze
from rewards.payouts.actions.details import change_details
from rewards.payouts.actions.request import request_payout
from rewards.payouts.forms import DetailsForm, PayoutForm
from rewards.payouts.iban import grouped
from rewards.payouts.policies import DetailsRefused, PartRefused, details_ready_at
from rewards.payouts.queries.payouts import details_of, made_by
from rewards.payouts.queries.rules import program_of, rules_of
from rewards.payouts.queries.wallet import ways_of
from rewards.payouts.views.common import UNPROCESSABLE, for_members, prove_it_is_you, take_kept


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def request_form(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show the form; set points aside."""
    to_sign_in = prove_it_is_you(request)
    if to_sign_in is not None:
        return to_sign_in
    available = points_of(member).available
    ways = ways_of(member, available)
    if request.method == "POST":
        form = PayoutForm(request.POST, company=member.company, ways=ways)
        if form.is_valid() and _request(member, form):
            messages.success(request, _("Your request is on its way to the admins."))
            return redirect("payouts:payouts")
    else:
        kept = take_kept(request)
        default = rules_of(member.company).default_choice
        proposed = {default: available} if available > 0 and default in {way.method for way in ways} else {}
        form = PayoutForm(company=member.company, ways=ways, initial=kept or proposed)
    context = {
        "form": form,
        "ways": [(way, form.points_of(way)) for way in ways],
        "available": available,
        "program": program_of(member.company),
        "freeze": standing_freeze(member.company),
    }
    return render(request, "payouts/request.html", context, status=UNPROCESSABLE if form.errors else 200)


@sensitive_post_parameters("iban", "holder", "customer_number")
@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def details(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show and change where the member's money goes."""
    to_sign_in = prove_it_is_you(request, keeps=False)
    if to_sign_in is not None:
        return to_sign_in
    known, rules = details_of(member), rules_of(member.company)
    if request.method == "POST":
        form = DetailsForm(request.POST)
        if form.is_valid() and _change(request, member, form):
            return redirect("payouts:details")
    else:
        said = {
            "holder": known.holder if known else "",
            "iban": grouped(known.iban) if known else "",
            "customer_number": known.customer_number if known else "",
            "is_of_age": known.is_of_age if known else False,
        }
        form = DetailsForm(initial=said)
    context = {
        "form": form,
        "rules": rules,
        "ready_at": details_ready_at(rules, known) if known and (known.iban or known.customer_number) else None,
        "known_number": member.external_id,
    }
    return render(request, "payouts/details.html", context, status=UNPROCESSABLE if form.errors else 200)


def _request(member: Membership, form: PayoutForm) -> bool:
    """Ask for what the valid form says; return whether it worked. A refusal stands in the form and uses nothing up."""
    submission, identity = form.cleaned_data["submission"], f"member:{member.pk}"
    # The second copy of a form shows what the first made.
    is_new = not made_by(member, submission)
    try:
        if is_new:
            check("payout", identity=identity)
        try:
            request_payout(member=member, parts=form.parts(), submission=submission)
        except (PartRefused, NotAllowed):
            if is_new:
                give_back("payout", identity=identity)
            raise
    except PartRefused as refusal:
        form.add_error(refusal.method if refusal.method in form.fields else None, refusal.sentence)
    except (NotAllowed, RateLimited) as refusal:
        form.add_error(None, refusal.sentence)
    return not form.errors


def _change(request: CompanyRequest, member: Membership, form: DetailsForm) -> bool:
    """Keep what the valid form says; return whether it worked."""
    try:
        check("payout_details", identity=f"member:{member.pk}")
        changed = change_details(member=member, wanted=form.destination())
    except DetailsRefused as refusal:
        form.add_error(refusal.field, refusal.sentence)
    except (NotAllowed, RateLimited) as refusal:
        form.add_error(None, refusal.sentence)
    else:
        messages.success(request, _("Your payout details are saved.") if changed else _("Nothing was changed."))
    return not form.errors
