"""The monthly report: whom the learning reaches, and who is left waiting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community import clock
from community.personalization.accountability.actions.audit import answer_finding
from community.personalization.accountability.auditing import FEWEST, FEWEST_PEOPLE
from community.personalization.accountability.forms import FindingForm
from community.personalization.accountability.models import Audit, Finding
from community.personalization.accountability.queries.report import examples_of, lines_of, report_rows
from community.questions.queries.access import gone
from community.questions.views.common import for_members
from community.web.errors import NotAllowed

UNPROCESSABLE = 422
_EARLIER = 24


@require_safe
@never_cache
@for_members()
def audit(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show members the newest report, or the one that the address names. Moderators also see examples and who acts."""
    return _page(request, request.GET.get("of", ""))


@require_POST
def finding(request: CompanyRequest, pk: int) -> HttpResponse:
    """Take what a moderator does about a finding. Raises Http404 for all others."""
    member = request.reader.member
    if member is None or not member.is_moderator:
        raise gone()
    found = Finding.objects.of(request.company).filter(pk=pk).first()
    if found is None:
        raise gone()
    form = FindingForm(request.POST)
    if form.is_valid():
        try:
            answer_finding(moderator=member, finding=found, action=form.cleaned_data["action"])
        except NotAllowed as refusal:
            form.add_error("action", refusal.sentence)
        else:
            messages.success(request, _("Thank you. The finding is yours now."))
            return redirect("accountability:audit")
    return _page(request, str(found.audit_id), finding=found.pk, form=form, status=UNPROCESSABLE)


def _page(
    request: CompanyRequest, of: str, *, finding: int = 0, form: FindingForm | None = None, status: int = 200
) -> HttpResponse:
    audits = list(Audit.objects.of(request.company).defer("figures")[:_EARLIER])
    chosen = next((each for each in audits if str(each.pk) == of), None) if of else next(iter(audits), None)
    if of and chosen is None:
        raise Http404
    context: dict[str, Any] = {"audits": audits, "audit": chosen, "is_moderator": request.reader.is_moderator}
    if chosen is not None:
        findings = {each.language: each for each in chosen.findings.select_related("owner")}
        examples = examples_of(request.reader, chosen) if request.reader.is_moderator else {}
        context |= {
            "said": report_rows(chosen.figures),
            "fewest": FEWEST,
            "fewest_people": FEWEST_PEOPLE,
            "lines": lines_of(chosen.figures, findings, examples, clock.now()),
            "form": form or FindingForm(),
            "wrong": finding,
        }
    return render(request, "accountability/audit.html", context, status=status)
