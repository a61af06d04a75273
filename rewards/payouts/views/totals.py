"""What a company publishes about its payouts."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from rewards.payouts.models import Payout
from rewards.payouts.queries.rules import program_of
from rewards.payouts.queries.totals import totals_of


@require_safe
def totals_page(request: CompanyRequest) -> HttpResponse:
    """Show how much was paid out, how evenly, and what charities got. Raises Http404 where no rewards run."""
    if program_of(request.company) is None:
        raise Http404
    totals = totals_of(request.company)
    methods = [(capfirst(Payout.Method(name).label), sums) for name, sums in totals.by_method.items()]
    return render(request, "payouts/totals.html", {"totals": totals, "methods": methods})
