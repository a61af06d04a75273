"""A member's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from accounts.policies import check_not_suspended
from accounts.reader import CompanyRequest
from community.questions import queries
from community.web.errors import NotAllowed
from community.web.pagination import paginate

ROWS = 25
TABS = ("asked", "answered", "solved")


@require_safe
def member(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show what a member asked, answered and solved."""
    shown = queries.member_or_404(request.reader, pk)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    if tab == "asked":
        rows = queries.for_list(request.reader).asked_by(shown)
    else:
        rows = queries.questions_answered_by(request.reader, shown, solved=tab == "solved")
    page = paginate(rows, request, ROWS)
    return render(
        request,
        "questions/member.html",
        {
            "shown": shown,
            "suspension": _suspension(request, shown),
            "totals": queries.member_totals(shown),
            "tab": tab,
            "questions": page.items,
            "page": page,
        },
    )


def _suspension(request: CompanyRequest, shown: Membership) -> str:
    """Return why the member cannot write, for the member alone; "" for everybody else and for members who can."""
    if request.reader.member_id != shown.pk:
        return ""
    try:
        check_not_suspended(shown)
    except NotAllowed as refusal:
        return refusal.sentence
    return ""
