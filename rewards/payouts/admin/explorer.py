"""The ledger, to be read: every transfer with its legs. Nobody writes it here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from community import clock
from community.moderation.admin.base import CompanyModelAdmin, company_of
from community.moderation.site import company_admin
from community.web.templatetags.display import moment
from rewards.earning.calendar import month_of
from rewards.earning.wording import ACTS
from rewards.ledger.models import Leg, Transfer
from rewards.payouts.models import Payout
from rewards.payouts.months import bounds_of, is_month, month_after
from rewards.payouts.wording import SOURCES, TRANSFER_KINDS

_MONTHS = 24


class KindFilter(admin.SimpleListFilter):
    """What kind of movement it was."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return list(TRANSFER_KINDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Return the transfers that match."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class MonthFilter(admin.SimpleListFilter):
    """In which month, as the company counts them."""

    title = _("month")
    parameter_name = "month"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the last two years."""
        latest = month_of(company_of(request), clock.now())
        return [(month, month) for month in (month_after(latest, -ago) for ago in range(_MONTHS))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Return the transfers that match."""
        month = self.value()
        if not month or not is_month(month):
            return queryset
        begins, ends = bounds_of(company_of(request), month)
        return queryset.filter(effective_at__gte=begins, effective_at__lt=ends)


@admin.register(Transfer, site=company_admin)
class LedgerAdmin(CompanyModelAdmin):
    """Every transfer of the company, newest first."""

    audit_kind = "transfer"
    admins_only = True
    sortable_by = ()
    list_display = ["time", "what", "moved", "source", "decided_by"]
    list_filter = [KindFilter, MonthFilter]
    list_select_related = ["actor"]
    search_fields = ["legs__account__member__display_name", "=legs__account__member__id", "=source_id"]
    search_hint = _("Search the name or number of a member, or the number of what a transfer is for.")
    ordering = ["-effective_at", "-pk"]
    fields = ["time", "what", "legs_of", "source", "for_what", "price_list_version", "takes_back", "decided_by"]
    readonly_fields = ["time", "what", "legs_of", "source", "for_what", "takes_back", "decided_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the company's transfers with their legs."""
        legs = Leg.objects.select_related("account__member").order_by("amount", "account_id")
        rows: QuerySet[Any] = super().get_queryset(request).prefetch_related(Prefetch("legs", queryset=legs))
        return rows

    def describe(self, row: Transfer) -> str:
        """Return what headings call a transfer."""
        return str(TRANSFER_KINDS.get(row.kind, row.kind))

    @admin.display(description=_("time"))
    def time(self, row: Transfer) -> SafeString:
        """Return when it took effect."""
        return moment(row.effective_at)

    @admin.display(description=_("what"))
    def what(self, row: Transfer) -> str:
        """Return the kind of movement in words."""
        return str(TRANSFER_KINDS.get(row.kind, row.kind))

    @admin.display(description=_("from and to"))
    def moved(self, row: Transfer) -> SafeString:
        """Return every leg in one cell."""
        legs = ((f"{leg.amount:+}", str(leg.account), leg.account.member or "") for leg in row.legs.all())
        return format_html_join(mark_safe("<br>"), "{} {} <bdi>{}</bdi>", legs)

    @admin.display(description=_("legs"))
    def legs_of(self, row: Transfer) -> SafeString:
        """Return the legs as a table."""
        return render_to_string("payouts/admin/_legs.html", {"legs": row.legs.all()})

    @admin.display(description=_("because of"))
    def source(self, row: Transfer) -> str:
        """Return what the transfer is for."""
        return f"{SOURCES.get(row.source_type, row.source_type)} {row.source_id}"

    @admin.display(description=_("for"))
    def for_what(self, row: Transfer) -> str:
        """Return the kind of deed, or how points left."""
        methods = dict(Payout.Method.choices)
        return str(methods.get(row.reason) or ACTS.get(row.reason, row.reason)) or "-"

    @admin.display(description=_("takes back"))
    def takes_back(self, row: Transfer) -> SafeString | str:
        """Return the way to the transfer that this one puts right."""
        if row.reverses_id is None:
            return "-"
        address = reverse("company_admin:ledger_transfer_change", args=[row.reverses_id])
        return format_html('<a href="{}">{}</a>', address, _("the transfer"))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Head the page with words, not with codes."""
        if context.get("original") is not None:
            context["described"] = context["subtitle"] = self.describe(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("decided by"))
    def decided_by(self, row: Transfer) -> str:
        """Return who decided it, if somebody did."""
        return row.actor.display_name if row.actor else ""
