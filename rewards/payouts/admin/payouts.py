"""Payouts: what waits for approval, what is on its way, files of bank transfers, and whether the rewards are sound."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import company_of, member_of
from community.moderation.site import company_admin
from community.web.csvfile import download
from community.web.errors import NotAllowed
from community.web.templatetags.display import moment
from rewards.earning.money import amount_said
from rewards.payouts.actions.by_hand import make_transfer_file
from rewards.payouts.acts import PAYOUT_ACTS
from rewards.payouts.iban import grouped
from rewards.payouts.models import Payout
from rewards.payouts.providers.transfer_file import transfer_file
from rewards.payouts.queries.debts import warnings_of, with_debts
from rewards.payouts.queries.health import forecast_of, health_of
from rewards.payouts.queries.payouts import batch_or_404, batches_of, payouts_in, trail_of, waiting_transfers
from rewards.payouts.queries.rules import program_of
from rewards.payouts.wording import said


@admin.register(Payout, site=company_admin)
class PayoutAdmin(ActingAdmin):
    """Every payout of the company. Admins decide; what was decided stays as it is."""

    audit_kind = "payout"
    admins_only = True
    acts = PAYOUT_ACTS
    sortable_by = ()
    change_list_template = "payouts/admin/payouts.html"
    list_display = ["requested", "member", "method", "sum", "state", "two_admins", "file", "to_know"]
    list_filter = ["state", "method", "needs_second"]
    list_select_related = ["member", "batch"]
    search_fields = ["member__display_name", "=id", "reference"]
    search_hint = gettext_lazy("Search the name of the member, or the number of the payout.")
    ordering = ["-requested_at", "-pk"]
    fields = [
        "requested", "member", "method", "sum", "points", "goes_to", "state", "two_admins", "to_know", "approved_by",
        "second_by", "file", "reference", "why", "trail",
    ]  # fmt: skip
    readonly_fields = ["requested", "sum", "goes_to", "two_admins", "to_know", "file", "why", "trail"]

    def get_urls(self) -> list[Any]:
        """Return the pages, with the files of bank transfers and the health of the rewards."""
        view = self.admin_site.admin_view
        return [
            path("files/", view(self.files_view), name="payouts_payout_files"),
            path("files/<int:number>/", view(self.file_view), name="payouts_payout_file"),
            path("health/", view(self.health_view), name="payouts_payout_health"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the company's payouts with what their members owe."""
        return with_debts(super().get_queryset(request))

    def describe(self, row: Payout) -> str:
        """Return what headings call a payout."""
        return f"{amount_said(row.amount_minor, row.currency)}, {row.member.display_name}"

    def files_view(self, request: HttpRequest) -> HttpResponse:
        """List the files of bank transfers; make a new one of what is approved."""
        self._check(request)
        if request.method == "POST":
            return self._make_file(request)
        context = self._context(request, _("Bank transfers"))
        context |= {
            "waiting": waiting_transfers(company_of(request)),
            "batches": [(each, self._url("file", each.number)) for each in batches_of(company_of(request))],
        }
        return TemplateResponse(request, "payouts/admin/files.html", context)

    def file_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Return a file of bank transfers, saying what is paid; none when some gave their points back. Raises Http404."""
        self._check(request)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        batch = batch_or_404(company_of(request), number)
        payouts = list(payouts_in(batch))
        if any(each.state == Payout.State.FAILED for each in payouts):
            sentence = _(
                "Payouts of this file gave their points back since. Making its transfers again would pay twice."
            )
            self.message_user(request, sentence, messages.WARNING)
            return HttpResponseRedirect(self._url("files"))
        return download(f"transfers-{batch.number}.csv", transfer_file(payouts))

    def health_view(self, request: HttpRequest) -> HttpResponse:
        """Show whether the rewards do what they are for, and how far the pot will reach."""
        self._check(request)
        company = company_of(request)
        context = self._context(request, _("Health of the rewards"))
        context |= {"health": health_of(company), "forecast": forecast_of(company), "program": program_of(company)}
        return TemplateResponse(request, "payouts/admin/health.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, with the ways to the files and the health."""
        links = {"files_url": self._url("files"), "health_url": self._url("health")}
        return super().changelist_view(request, {**links, **(extra_context or {})})

    @admin.display(description=gettext_lazy("requested"))
    def requested(self, row: Payout) -> SafeString:
        """Return when the member asked for it."""
        return moment(row.requested_at)

    @admin.display(description=gettext_lazy("amount"))
    def sum(self, row: Payout) -> str:
        """Return the money."""
        return amount_said(row.amount_minor, row.currency)

    @admin.display(description=gettext_lazy("two admins"))
    def two_admins(self, row: Payout) -> str:
        """Return how many of two approvals a large payout has."""
        if not row.needs_second:
            return _("no")
        given = sum(each is not None for each in (row.approved_by_id, row.second_by_id))
        return _("%(given)d of 2") % {"given": given}

    @admin.display(description=gettext_lazy("to know before"))
    def to_know(self, row: Payout) -> str:
        """Return what an admin should know of the member before deciding."""
        return " ".join(warnings_of(row)) or "-"

    @admin.display(description=gettext_lazy("file"))
    def file(self, row: Payout) -> SafeString | str:
        """Return the file of bank transfers in which the payout stands."""
        if row.batch is None:
            return "-"
        return format_html('<a href="{}">{}</a>', self._url("file", row.batch.number), row.batch.number)

    @admin.display(description=gettext_lazy("goes to"))
    def goes_to(self, row: Payout) -> SafeString:
        """Return who gets it, and where."""
        account = grouped(row.payee_account) if row.method == Payout.Method.CASH else row.payee_account
        return format_html("<bdi>{}</bdi> <code>{}</code>", row.payee, account)

    @admin.display(description=gettext_lazy("reason"))
    def why(self, row: Payout) -> str:
        """Return why it was not paid."""
        return said(row.reason) or "-"

    @admin.display(description=gettext_lazy("step by step"))
    def trail(self, row: Payout) -> SafeString:
        """Return the steps of the payout's way, with who did them."""
        steps = trail_of(row)
        return render_to_string("payouts/admin/_trail.html", {"trail": steps})

    def _make_file(self, request: HttpRequest) -> HttpResponse:
        try:
            batch = make_transfer_file(admin=member_of(request))
        except NotAllowed as refusal:
            self.message_user(request, refusal.sentence, messages.WARNING)
        else:
            link = format_html('<a href="{}">{}</a>', self._url("file", batch.number), _("Download it"))
            self.message_user(request, format_html("{} {}", _("The file is made."), link), messages.SUCCESS)
        return HttpResponseRedirect(self._url("files"))

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        request.current_app = self.admin_site.name
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}

    def _url(self, page: str, *args: object) -> str:
        name = f"{self.admin_site.name}:payouts_payout_{page}"
        return reverse(name, args=args or None, current_app=self.admin_site.name)
