"""The model card of the company: everything that decides, ranks or measures, on one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.personalization.accountability.queries.cards import cards_of
from community.questions.views.common import for_members


@require_safe
@never_cache
@for_members()
def model_card(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show members every model, formula and ranked list with all that is known of it. Four queries."""
    context = {"cards": cards_of(request.company), "may_switch": member.is_admin}
    return render(request, "accountability/model_card.html", context)
