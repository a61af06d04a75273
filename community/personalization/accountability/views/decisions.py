"""What was decided about a member by rules of learning: read it, and ask a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.moderation.forms import AppealForm
from community.moderation.models.appeal import TARGET_TIME
from community.personalization.accountability.actions.ask_person import ask_a_person
from community.personalization.accountability.queries.decisions import decided, offers_to
from community.questions.queries.access import gone
from community.questions.views.common import for_members
from community.web.errors import NotAllowed
from community.web.pagination import paginate
from community.web.ratelimit import check

ROWS = 20
UNPROCESSABLE = 422


@require_safe
@never_cache
@for_members()
def offers(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show a member every offer that was made to them, the newest first, with the stored reasons."""
    page = paginate(offers_to(member), request, ROWS)
    return render(request, "accountability/decisions.html", {"rows": decided(member, page.items), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_members()
def ask(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Take a member's words about an offer to them, for a person to answer. Raises Http404 for offers to others."""
    offer = offers_to(member).filter(pk=pk).first()
    if offer is None:
        raise gone()
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        check("appeal", identity=f"member:{member.pk}")
        try:
            appeal = ask_a_person(member=member, offer=offer, text=form.cleaned_data["text"])
        except NotAllowed as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("A person will look at it and answer you."))
            return redirect("decisions:decision", pk=appeal.record_id)
    context = {"form": form, "row": decided(member, [offer])[0], "within": TARGET_TIME}
    return render(request, "accountability/ask.html", context, status=UNPROCESSABLE if form.errors else 200)
