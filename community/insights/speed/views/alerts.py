"""The warnings of a company."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community.insights.speed.queries.alerts import open_alerts, past_alerts, with_members
from community.insights.speed.views.common import for_moderators
from community.web.pagination import paginate

PER_PAGE = 25


@require_safe
@for_moderators
def alerts(request: CompanyRequest) -> HttpResponse:
    """List what goes wrong with the answers now, and what did before."""
    company = request.company
    page = paginate(past_alerts(company), request, PER_PAGE)
    standing = open_alerts(company)
    shown = with_members(company, [*standing, *page.items])
    context = {"open": shown[: len(standing)], "past": shown[len(standing) :], "page": page}
    return render(request, "speed/alerts.html", context)
