"""The price list, shown before anybody works for it, and the choice to go without points."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.questions.views.common import for_members
from community.web.pagination import paginate
from community.web.ratelimit import check
from rewards.earning.actions.choose import choose_points
from rewards.earning.forms import ChoiceForm
from rewards.earning.money import money_said, price_rows
from rewards.earning.queries import declines_points, prices_of, told_earnings

ROWS = 30


@require_safe
@never_cache
def prices(request: CompanyRequest) -> HttpResponse:
    """Show what help earns, and whether this month's pot still pays for it."""
    shown = prices_of(request.company)
    member = request.reader.member
    context: dict[str, Any] = {"shown": shown}
    if shown is not None:
        context["rows"] = price_rows(shown.prices.prices, shown.program)
        context["pot_left"] = money_said(shown.pot_left, shown.program)
        context["cap"] = number_format(shown.prices.soft_cap, force_grouping=True)
        context["pot_total"] = money_said(shown.prices.monthly_pot, shown.program)
    if member is not None:
        context["form"] = ChoiceForm(initial={"declines": declines_points(member)})
    return render(request, "earning/prices.html", context)


@require_safe
@never_cache
@for_members()
def earnings(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show a member what each deed earned, or why it did not, and what was taken back."""
    return render(request, "earning/earnings.html", {"page": paginate(told_earnings(member), request, ROWS)})


@require_POST
@never_cache
@for_members(back_to="earning:prices")
def choice(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Keep a member's choice about points."""
    check("edit", identity=f"member:{member.pk}")
    form = ChoiceForm(request.POST)
    if form.is_valid():
        choose_points(member=member, declines=form.cleaned_data["declines"])
        messages.success(request, _("Your choice is kept."))
    return redirect("earning:prices")
