"""The members of the company."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community import clock
from community.moderation.acts import MEMBER_ACTS
from community.moderation.admin.acting import ActingAdmin
from community.moderation.site import company_admin
from community.web.templatetags.display import moment


class SuspendedFilter(admin.SimpleListFilter):
    """Members who may only read now, and the others."""

    title = _("suspended")
    parameter_name = "suspended"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Return the choices."""
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Return the members that match."""
        now = Q(suspended_until__gt=clock.now())
        if self.value() == "yes":
            return queryset.filter(now)
        return queryset.exclude(now) if self.value() == "no" else queryset


@admin.register(Membership, site=company_admin)
class MemberAdmin(ActingAdmin):
    """Who is a member, and in which role. E-mail addresses are nobody's business here."""

    audit_kind = "member"
    acts = MEMBER_ACTS
    sortable_by = ()
    list_display = ["display_name", "role", "affiliation", "kind", "joined", "suspended"]
    list_filter = ["role", "affiliation", "kind", SuspendedFilter]
    search_fields = ["display_name", "=id"]
    search_hint = _("Search the name, or write the number of a member.")
    ordering = ["-pk"]
    fields = ["display_name", "role", "affiliation", "kind", "joined", "suspended", "suspended_reason"]
    readonly_fields = ["joined", "suspended"]

    def view_on_site(self, row: Membership) -> str | None:
        """Return the member's page; people who left have none."""
        return None if row.kind == Membership.Kind.FORMER else reverse("questions:member", args=[row.pk])

    @admin.display(description=_("joined"))
    def joined(self, row: Membership) -> SafeString:
        """Return when the member joined."""
        return moment(row.joined_at)

    @admin.display(description=_("suspended until"))
    def suspended(self, row: Membership) -> SafeString | None:
        """Return until when the member may only read."""
        return moment(row.suspended_until) if row.is_suspended(clock.now()) else None
