"""What a member has, and what became of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community import clock
from community.questions.policies import allows
from community.web.csvfile import download, table
from rewards.earning.calendar import month_of
from rewards.earning.queries import declines_points
from rewards.payouts.actions.decide import cancel_payout
from rewards.payouts.months import first_day_of, is_month, month_after
from rewards.payouts.policies import check_can_cancel
from rewards.payouts.queries.payouts import own_payout_or_404, payouts_of, trail_of
from rewards.payouts.queries.rules import program_of
from rewards.payouts.queries.statement import Statement, months_of, statement_of
from rewards.payouts.queries.wallet import wallet_of
from rewards.payouts.views.common import for_members


@require_safe
@for_members
def wallet(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show what the member has, what comes when, and how it can be taken out."""
    return render(request, "payouts/wallet.html", {"wallet": wallet_of(member)})


@require_safe
@for_members
def payouts(request: CompanyRequest, member: Membership) -> HttpResponse:
    """List the member's payouts."""
    context = {"payouts": payouts_of(member), "program": program_of(member.company)}
    return render(request, "payouts/payouts.html", context)


@require_safe
@for_members
def payout(request: CompanyRequest, member: Membership, pk: UUID) -> HttpResponse:
    """Show how far one payout is, step by step."""
    shown = own_payout_or_404(member, pk)
    context = {"payout": shown, "trail": trail_of(shown), "may_cancel": allows(check_can_cancel, member, shown)}
    return render(request, "payouts/payout.html", context)


@require_POST
@for_members
def cancel(request: CompanyRequest, member: Membership, pk: UUID) -> HttpResponse:
    """Take a request back."""
    cancel_payout(member=member, payout=own_payout_or_404(member, pk))
    messages.success(request, _("Your request is taken back. The points are yours again."))
    return redirect("payouts:payout", pk)


@require_safe
@for_members
def statement(request: CompanyRequest, member: Membership, month: str = "") -> HttpResponse:
    """Show a month line by line; without a month the running one. Raises Http404 for what is no month."""
    shown = _statement(member, month)
    before, after = month_after(shown.month, -1), month_after(shown.month)
    months = months_of(member)
    context = {
        "statement": shown,
        "first_day": first_day_of(shown.month),
        "months": [(month, first_day_of(month)) for month in months],
        # A month before the first movement is empty like all before it.
        "before": before if months and before >= months[-1] else "",
        "after": after if after <= month_of(member.company, clock.now()) else "",
        "program": program_of(member.company),
        "declines": declines_points(member),
    }
    return render(request, "payouts/statement.html", context)


@require_safe
@for_members
def statement_file(request: CompanyRequest, member: Membership, month: str) -> HttpResponse:
    """Return a month as CSV."""
    shown = _statement(member, month)
    head = [_("Time"), _("What"), _("For"), _("Pending"), _("Held"), _("Available"), _("On its way out")]
    rows: list[list[object]] = [["", _("Before"), "", *vars(shown.opening).values()]]
    for line in shown.lines:
        about = line.question.title if line.question else line.about
        changes = [line.pending, line.held, line.available, line.payout_pending]
        rows.append([line.at.isoformat(timespec="seconds"), line.said, about, *changes])
    rows.append(["", _("After"), "", *vars(shown.closing).values()])
    return download(f"statement-{shown.month}.csv", table(head, rows))


def _statement(member: Membership, month: str) -> Statement:
    month = month or month_of(member.company, clock.now())
    if not is_month(month):
        raise Http404
    return statement_of(member, month)
