"""Who has helped most, and how everybody's reputation came about."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.questions.models import Topic
from community.questions.queries import member_or_404, topic_or_404
from community.questions.views.common import for_members, limit
from community.web.pagination import paginate
from rewards.reputation import queries
from rewards.reputation.actions.choose import choose_listing
from rewards.reputation.forms import ListingForm
from rewards.reputation.models import LeaderboardChoice
from rewards.reputation.progress import progress_of
from rewards.reputation.queries import PERIODS
from rewards.reputation.ranks import next_rank, rank_of
from rewards.reputation.rules import current_rules

ROWS = 50
_PERIOD_NAMES = {"week": gettext_lazy("Week"), "month": gettext_lazy("Month"), "all": gettext_lazy("All time")}


@require_safe
def helpers(request: CompanyRequest) -> HttpResponse:
    """Show who has helped most: in a week, a month or ever, in all topics or in one."""
    period = request.GET.get("period", "")
    period = period if period in PERIODS else "week"
    slug = request.GET.get("topic", "")
    topic = topic_or_404(request.reader, slug) if slug else None
    rows = queries.board(request.company, period=period, topic=topic, own=request.reader.member_id)
    topics = Topic.objects.of(request.company)
    return render(
        request,
        "reputation/helpers.html",
        {
            "rows": queries.with_waits(request.company, rows, period=period, topic=topic) if rows else [],
            "period": period,
            "periods": [(name, _PERIOD_NAMES[name], _address(name, topic)) for name in PERIODS],
            "topics": topics,
            "current_topic": topic,
        },
    )


def _address(period: str, topic: Topic | None) -> str:
    return "?" + urlencode({"period": period} | ({"topic": topic.slug} if topic else {}))


@require_safe
def history(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show a member's reputation line by line; to themselves also the way to the next trust level."""
    shown = member_or_404(request.reader, pk)
    page = paginate(queries.changes_of(shown), request, ROWS)
    summary = queries.summary_of(shown)
    context = {
        "shown": shown,
        "lines": queries.lines(page.items),
        "page": page,
        "summary": summary,
        "rank": rank_of(summary.total),
        "next_rank": next_rank(summary.total),
        "rules": current_rules(),
    }
    return render(request, "reputation/history.html", context | _own(request, shown))


def _own(request: CompanyRequest, shown: Membership) -> dict[str, Any]:
    """Return what only the member sees: the next level, and whether they are listed."""
    if shown.pk != request.reader.member_id:
        return {}
    standing = queries.standing_of(shown)
    choice = LeaderboardChoice.objects.filter(member=shown).first()
    return {
        "progress": progress_of(standing) if standing else None,
        "listing_form": ListingForm(initial={"is_listed": choice is None or choice.is_listed}),
    }


@require_POST
@for_members(back_to="reputation:helpers")
def choose(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Keep whether the reader wants to stand on the boards."""
    limit(request, "edit")
    form = ListingForm(request.POST)
    form.is_valid()
    choice = choose_listing(member=member, is_listed=form.cleaned_data["is_listed"])
    said = _("You are listed among the helpers.") if choice.is_listed else _("The lists of helpers leave you out now.")
    messages.success(request, said)
    return redirect("reputation:history", pk=member.pk)
