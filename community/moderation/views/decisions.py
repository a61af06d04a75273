"""What a member reads about decisions, and says against them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.moderation.actions.appeal import appeal_decision
from community.moderation.forms import AppealForm
from community.moderation.models import DecisionRecord
from community.moderation.models.appeal import TARGET_TIME
from community.moderation.policies import check_can_appeal
from community.moderation.queries import appeal_of, decision_or_404, decisions_about, latest_decision
from community.moderation.registry import facts_of, page_of, place_of, reason_of, rule_of
from community.questions.policies import allows
from community.questions.views.common import for_members
from community.web.errors import NotAllowed
from community.web.pagination import paginate
from community.web.ratelimit import check

ROWS = 20
UNPROCESSABLE = 422


@require_safe
@never_cache
@for_members()
def mine(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show the decisions about the reader, newest first."""
    page = paginate(decisions_about(member), request, ROWS)
    rows = [(each, reason_of(each), appeal_of(each)) for each in page.items]
    return render(request, "moderation/decisions.html", {"rows": rows, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_members()
def decision(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Show one decision about the reader: why, from which facts, by whom; and take an appeal against it."""
    record = decision_or_404(member, pk)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        check("appeal", identity=f"member:{member.pk}")
        try:
            appeal_decision(member=member, record_id=record.pk, text=form.cleaned_data["text"])
        except NotAllowed as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("Your appeal was sent. You will read the answer here and in your inbox."))
            return redirect("decisions:decision", pk=record.pk)
    context = {**_described(member, record), "form": form}
    return render(request, "moderation/decision.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@never_cache
@for_members()
def about(request: CompanyRequest, member: Membership, target_kind: str, pk: int) -> HttpResponse:
    """Lead from a post or an award to the newest decision about it, or to all of them when there is none."""
    found = latest_decision(member, target_kind, pk)
    return redirect("decisions:decision", pk=found.pk) if found else redirect("decisions:mine")


@require_safe
@never_cache
@for_members()
def about_level(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Lead to the newest decision about the reader's trust level, or to all decisions when there is none."""
    return about(request, target_kind="trust_level", pk=member.pk)


def _described(member: Membership, record: DecisionRecord) -> dict[str, Any]:
    appeal, place = appeal_of(record), place_of(record)
    return {
        "record": record,
        "reason": reason_of(record),
        "rule": rule_of(record),
        "facts": facts_of(record),
        "more": page_of(record),
        "place": place,
        "place_url": _address(place.url_name, place.args, place.anchor) if place and place.args else "",
        "appeal": appeal,
        "target_days": TARGET_TIME.days,
        "may_appeal": allows(lambda: check_can_appeal(member, record, has_appealed=appeal is not None)),
    }


def _address(url_name: str, args: tuple[Any, ...], anchor: str) -> str:
    address = reverse(url_name, args=args)
    return f"{address}#{anchor}" if anchor else address
