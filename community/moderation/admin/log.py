"""The audit log of the company."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, NullIf
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from community.audit.models import AuditEntry
from community.moderation import wording
from community.moderation.admin.base import CompanyModelAdmin, company_of
from community.moderation.site import company_admin
from community.web.templatetags.display import moment


class ActionFilter(admin.SimpleListFilter):
    """What was done."""

    title = gettext_lazy("what was done")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return list(wording.ACTIONS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Return the entries that match."""
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry, site=company_admin)
class AuditLogAdmin(CompanyModelAdmin):
    """Who did what in this company. Nobody can change it."""

    admins_only = True
    sortable_by = ()
    list_display = ["time", "actor", "act", "target", "was", "became", "reason"]
    list_filter = [ActionFilter]
    search_fields = ["=target_id", "=member"]
    search_hint = gettext_lazy("Write the number of a post or a member.")
    ordering = ["-pk"]
    fields = ["time", "actor", "act", "target", "was", "became", "reason", "request_id"]
    readonly_fields = ["time", "actor", "act", "target", "was", "became"]

    def scope(self, request: HttpRequest) -> dict[str, Any]:
        """Return the condition that makes an entry one of this company."""
        return {"company": company_of(request).key}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the entries with the names of those who acted, and of the members to whom it was done."""
        members = Membership.objects.of(company_of(request)).values("display_name")

        def name_of(key: Any) -> Subquery:
            return Subquery(members.filter(pk=Cast(NullIf(key, Value("")), BigIntegerField()))[:1])

        about_member = Case(When(target_kind="member", then="target_id"), default=Value(""))
        rows: QuerySet[Any] = (
            super()
            .get_queryset(request)
            .annotate(about_member=about_member)
            .annotate(actor_name=name_of(OuterRef("member")), member_name=name_of(OuterRef("about_member")))
        )
        return rows

    def describe(self, row: AuditEntry) -> str:
        """Return what headings call an entry: what was done to what."""
        return f"{wording.said(row.action)}: {wording.said_of(row.target_kind, row.target_id)}"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Call the entry what it says, in the reader's language."""
        context["described"] = context["subtitle"] = self.describe(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("time"))
    def time(self, row: AuditEntry) -> SafeString:
        """Return when it was done."""
        return moment(row.created_at)

    @admin.display(description=gettext_lazy("who"))
    def actor(self, row: Any) -> str:
        """Return who did it."""
        return row.actor_name or (_("Former member") if row.member else _("An operator"))

    @admin.display(description=gettext_lazy("what was done"))
    def act(self, row: AuditEntry) -> str:
        """Return what was done."""
        return wording.said(row.action)

    @admin.display(description=gettext_lazy("to what"))
    def target(self, row: Any) -> str:
        """Return what it was done to: a member by name."""
        return row.member_name or wording.said_of(row.target_kind, row.target_id)

    @admin.display(description=gettext_lazy("before"))
    def was(self, row: AuditEntry) -> str:
        """Return the facts before."""
        return wording.facts(row.before)

    @admin.display(description=gettext_lazy("after"))
    def became(self, row: AuditEntry) -> str:
        """Return the facts after."""
        return wording.facts(row.after)
