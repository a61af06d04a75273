"""All badges, and who has one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community import clock
from community.web.pagination import paginate
from rewards.badges import queries
from rewards.badges.models import Badge
from rewards.badges.rules import how_to_earn

ROWS = 50


@require_safe
def badges(request: CompanyRequest) -> HttpResponse:
    """Show every badge that can be earned, how, and how many have it."""
    rows = queries.badges_with_holders(request.company)
    own = queries.own_badges(request.reader.member)
    year = str(clock.now().year)
    shown = [(badge, badge.title_in(year), _how(badge), badge.pk in own) for badge in rows]
    return render(request, "badges/badges.html", {"badges": shown})


@require_safe
def badge(request: CompanyRequest, slug: str) -> HttpResponse:
    """Show a badge and who has it, newest first."""
    found = queries.badge_or_404(request.company, slug)
    page = paginate(queries.holders_of(found), request, ROWS)
    context = {
        "badge": found,
        "title": found.title_in(str(clock.now().year)),
        "how": _how(found),
        "awards": page.items,
        "page": page,
    }
    return render(request, "badges/badge.html", context)


def _how(badge: Badge) -> str:
    rule = badge.checked_rule
    return how_to_earn(rule) if rule else ""
