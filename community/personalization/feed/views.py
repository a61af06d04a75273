"""The page of questions that a member can solve, and what they may change about it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.policies import check_is_member
from accounts.reader import CompanyRequest
from community import clock
from community.languages import COMMUNITY_LANGUAGES
from community.personalization.experiments.actions.expose import note_first_effect
from community.personalization.experiments.queries.arms import arm_of
from community.personalization.experiments.queries.hold_out import HELD_OUT_PERCENT
from community.personalization.experiments.treatments import BLOCK_ORDER
from community.personalization.feed.actions.choose import choose_scope, switch_reason
from community.personalization.feed.models import REASONS
from community.personalization.feed.queries.newcomers import DAYS, FEWEST, WEEKS, cohorts
from community.personalization.feed.queries.page import FIRST_ANSWERS, ROWS, WINDOW, FeedPage, feed_page
from community.personalization.feed.wording import COACHING, REASON_NAMES, cohort_said, difference_said
from community.personalization.learning.order import HOURS_AROUND, WEIGHTS
from community.personalization.memory.actions.expose import Shown, expose
from community.questions.queries.access import gone
from community.web.ratelimit import check

_PLAIN = "plain"
_DIGITS = 18


@login_required
@require_safe
def for_you(request: CompanyRequest) -> HttpResponse:
    """Show the open questions that the member can solve, and why each is there; who is no member joins first.

    What was shown is written down where the member agreed to the list and got it.
    """
    member = request.reader.member
    if member is None:
        return redirect(f"{reverse('accounts:join')}?{urlencode({'next': request.path})}")
    plain = request.GET.get("order") == _PLAIN
    page = feed_page(request.reader, member, language=get_language() or "", plain=plain)
    if not page.plain:
        shown = [Shown(row.question.pk, place, propensity=row.propensity) for place, row in enumerate(page.rows, 1)]
        expose(member, "feed", shown)
    return render(
        request, "feed/for_you.html", {"page": page, "own_first": _own_first(page, member), **_around(request, page)}
    )


@login_required
@require_safe
def how(request: CompanyRequest) -> HttpResponse:
    """Tell how the list is made: its main parameters, what weighs how much, and the other orders."""
    weights = sorted(((REASON_NAMES[name], weight) for name, weight in WEIGHTS.items()), key=lambda each: -each[1])
    return render(
        request,
        "feed/how.html",
        {"weights": weights, "window": WINDOW, "hours": HOURS_AROUND, "first": FIRST_ANSWERS, "rows": ROWS},
    )


@require_safe
@never_cache
def newcomers(request: CompanyRequest) -> HttpResponse:
    """Show moderators whether newcomers stay who are led to their first five answers. Two queries.

    Raises Http404 for all others.
    """
    if not request.reader.is_moderator:
        raise gone()
    whole, weeks = cohorts(request.company, clock.now())
    context: dict[str, Any] = {
        "rows": [cohort_said(each) for each in (whole, *weeks)],
        "differences": [difference_said(each) for each in whole.days],
        "days": DAYS,
        "fewest": FEWEST,
        "weeks": WEEKS,
        "percent": HELD_OUT_PERCENT,
    }
    return render(request, "feed/newcomers.html", context)


@login_required
@require_POST
def switch(request: CompanyRequest) -> HttpResponse:
    """Let a reason count or not, and show the list that follows from it."""
    member = check_is_member(request.reader)
    check("edit", identity=f"member:{member.pk}")
    switch_reason(member=member, reason=request.POST.get("reason", ""), on=request.POST.get("on") == "1")
    return redirect("feed:for_you")


@login_required
@require_POST
def scope(request: CompanyRequest) -> HttpResponse:
    """Keep the languages and topics that the member chose, and show the list that follows from them."""
    member = check_is_member(request.reader)
    check("edit", identity=f"member:{member.pk}")
    topics = [
        int(each) for each in request.POST.getlist("topic") if each.isascii() and each.isdigit() and len(each) < _DIGITS
    ]
    choose_scope(member=member, languages=request.POST.getlist("language"), topics=topics)
    messages.success(request, _("Your list follows what you chose."))
    return redirect("feed:for_you")


def _own_first(page: FeedPage, member: Membership) -> bool:
    """Return whether what may answer the member's own question stands before what is urgent: an experiment may say so."""
    if not (page.soon and page.exists):
        return False
    arm = arm_of(member.company_id, BLOCK_ORDER, member.pk)
    note_first_effect(arm)
    return arm.variant == "own_first"


def _around(request: CompanyRequest, page: FeedPage) -> dict[str, Any]:
    """Return what the page offers beside the list."""
    names = dict(COMMUNITY_LANGUAGES)
    first = page.first_five
    return {
        "switches": [
            (name, said, name not in page.choice.off) for name, said in REASON_NAMES.items() if name in REASONS
        ],
        "languages": [
            (code, names.get(code, code), code in page.choice.languages) for code in request.company.languages
        ],
        "coached": list(zip(first.questions, COACHING[first.done :], strict=False)) if first else [],
        "first_answers": FIRST_ANSWERS,
    }
