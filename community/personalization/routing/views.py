"""The helper's queue, what they want, and how people are asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import choices_of, has_consent
from accounts.reader import CompanyRequest
from community import clock
from community.personalization.experiments.queries.hold_out import HELD_OUT_PERCENT
from community.personalization.routing.actions.respond import accept_offer, decline_offer
from community.personalization.routing.actions.wish import block_member, change_wish, unblock_member
from community.personalization.routing.choosing import NEWCOMER_ANSWERS, PLACES
from community.personalization.routing.forms import WishForm
from community.personalization.routing.models import LEASE, Offer
from community.personalization.routing.models.helper import MOST_A_DAY
from community.personalization.routing.queries.queue import (
    Queue,
    blocked_by,
    in_milliseconds,
    is_blocked,
    offer_or_404,
    queue_of,
    settings_of,
)
from community.personalization.routing.telling import STREAM
from community.personalization.routing.wording import why_of
from community.questions.queries.access import member_or_404
from community.questions.views.common import for_members
from community.web.errors import NotAllowed
from community.web.ratelimit import check

UNPROCESSABLE = 422


@require_safe
@never_cache
@for_members()
def offers(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show what is offered to the member, or what would be if they agreed. At most five queries."""
    now, said = clock.now(), choices_of(member.pk)
    agreed = said.has(Purpose.ROUTING)
    queue = queue_of(member, now) if agreed else Queue(version=in_milliseconds(now))
    context: dict[str, Any] = {
        "agreed": agreed,
        "asking": said.asking(Purpose.ROUTING),
        "rows": [(each, why_of(each, queue.past, queue.refused)) for each in queue.offers],
        "version": queue.version,
        "stream": STREAM.format(member=member.pk),
    }
    return render(request, "routing/offers.html", context)


@require_POST
@for_members(back_to="routing:offers")
def accept(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Say "I'm on it" and go to the question; there too when the offer is over."""
    offer = _own(member, pk)
    try:
        accept_offer(member=member, offer=offer)
    except NotAllowed as refusal:
        messages.info(request, str(refusal))
    return redirect(offer.question.get_absolute_url())


@require_POST
@for_members(back_to="routing:offers")
def decline(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Say no and go back to the queue."""
    decline_offer(member=member, offer=_own(member, pk))
    messages.success(request, _("All right. That has no consequences for you."))
    return redirect("routing:offers")


def _own(member: Membership, pk: int) -> Offer:
    offer = offer_or_404(member, pk)
    check("edit", identity=f"member:{member.pk}")
    return offer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_members()
def settings(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Choose when, how often and about what to be asked, and see whom one has blocked."""
    form = WishForm(
        request.POST if request.method == "POST" else None, company=request.company, settings=settings_of(member)
    )
    if form.is_valid():
        check("edit", identity=f"member:{member.pk}")
        change_wish(member=member, wish=form.wish)
        messages.success(request, _("Your choice is kept, and holds from now on."))
        return redirect("routing:settings")
    context = {"agreed": has_consent(member.pk, Purpose.ROUTING), "form": form, "blocked": blocked_by(member)}
    return render(request, "routing/settings.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_members()
def block(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Block another member, or take that back."""
    other = member_or_404(request.reader, pk)
    if request.method == "POST":
        check("edit", identity=f"member:{member.pk}")
        if request.POST.get("act") == "unblock":
            unblock_member(member=member, other=other)
            messages.success(request, _("The block is taken back."))
        else:
            block_member(member=member, other=other)
            messages.success(request, _("You are not asked about each other's questions any more."))
        return redirect("routing:settings")
    return render(request, "routing/block.html", {"other": other, "is_blocked": is_blocked(member, other)})


@require_safe
def how(request: CompanyRequest) -> HttpResponse:
    """Say how people are asked: what decides, what is never used, and whom to ask about it. No query of its own."""
    context = {
        "places": PLACES,
        "newcomer_answers": NEWCOMER_ANSWERS,
        "minutes": int(LEASE.total_seconds() // 60),
        "most_a_day": MOST_A_DAY,
        "held_out": HELD_OUT_PERCENT,
    }
    return render(request, "routing/how.html", context)
