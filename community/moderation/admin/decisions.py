"""The decisions of this community about its members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation.admin.base import CompanyModelAdmin, company_of, member_of
from community.moderation.models import DecisionRecord
from community.moderation.registry import concerning, facts_of, place_of, reason_of, rule_of
from community.moderation.site import company_admin
from community.moderation.wording import EFFECTS
from community.web.templatetags.display import moment


class StandingFilter(admin.SimpleListFilter):
    """Decisions that hold now, and the others."""

    title = gettext_lazy("holds now")
    parameter_name = "holds"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Return the choices."""
        return [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Return the decisions that match."""
        if self.value() not in {"yes", "no"}:
            return queryset
        standing = queryset.standing()  # type: ignore[attr-defined]  # the queryset of decisions
        return standing if self.value() == "yes" else queryset.exclude(pk__in=standing.values("pk"))


@admin.register(DecisionRecord, site=company_admin)
class DecisionAdmin(CompanyModelAdmin):
    """What was decided about whom, and why. Nobody can change it."""

    audit_kind = "decision"
    sortable_by = ()
    list_display = ["time", "of_member", "what", "decider", "reason_said", "holds"]
    list_filter = ["effect", "is_automatic", StandingFilter]
    list_select_related = ["member", "decided_by"]
    search_fields = ["member__display_name", "=target_id", "=id"]
    search_hint = gettext_lazy("Search the name of a member, or write the number of what it is about.")
    ordering = ["-pk"]
    fields = ["time", "of_member", "what", "decider", "reason_said", "rule_said", "facts", "holds", "appealable"]
    readonly_fields = [
        "time",
        "of_member",
        "what",
        "decider",
        "reason_said",
        "rule_said",
        "facts",
        "holds",
        "appealable",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the decisions, without those about others that concern the reader."""
        hidden = DecisionRecord.objects.filter(concerning(member_of(request).pk), company=company_of(request))
        return super().get_queryset(request).exclude(pk__in=hidden.values("pk"))

    @admin.display(description=gettext_lazy("time"))
    def time(self, row: DecisionRecord) -> SafeString:
        """Return when it was decided."""
        return moment(row.created_at)

    @admin.display(description=gettext_lazy("member"))
    def of_member(self, row: DecisionRecord) -> SafeString:
        """Return the member's name, which leads to the member."""
        address = reverse("company_admin:accounts_membership_change", args=[row.member_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, row.member.display_name)

    @admin.display(description=gettext_lazy("decision"))
    def what(self, row: DecisionRecord) -> SafeString | str:
        """Return what was decided."""
        return said_with_place(row)

    @admin.display(description=gettext_lazy("decided by"))
    def decider(self, row: DecisionRecord) -> str:
        """Return who decided."""
        return row.decided_by.display_name if row.decided_by else _("a rule, automatically")

    @admin.display(description=gettext_lazy("reason"))
    def reason_said(self, row: DecisionRecord) -> str:
        """Return what the member reads."""
        return reason_of(row)

    @admin.display(description=gettext_lazy("rule"))
    def rule_said(self, row: DecisionRecord) -> str:
        """Return by which rule it was decided."""
        return _("%(rule)s, version %(version)d") % {"rule": rule_of(row), "version": row.rule_version}

    @admin.display(description=gettext_lazy("what was used"))
    def facts(self, row: DecisionRecord) -> SafeString:
        """Return the facts of the decision."""
        return facts_in_line(row)

    @admin.display(description=gettext_lazy("holds now"), boolean=True)
    def holds(self, row: DecisionRecord) -> bool:
        """Return whether no later decision and no appeal has ended it."""
        return row.is_standing

    @admin.display(description=gettext_lazy("can be appealed against until"))
    def appealable(self, row: DecisionRecord) -> SafeString:
        """Return until when; nothing for decisions in the member's favour."""
        return moment(row.appeal_until)


def said_with_place(record: DecisionRecord) -> SafeString | str:
    """Return what was decided, as moderators say it, with a link to what it is about."""
    place = place_of(record)
    said = str(EFFECTS.get(record.effect, record.effect))
    if place is None or not all(place.args) or not place.url_name:
        return said
    address = f"{reverse(place.url_name, args=place.args)}{f'#{place.anchor}' if place.anchor else ''}"
    return format_html('{} <a href="{}">{}</a>', said, address, _("Open it"))


def facts_in_line(record: DecisionRecord) -> SafeString:
    """Return the facts of a decision in one line."""
    said = ((each.label, moment(each.moment) if each.moment else each.text) for each in facts_of(record))
    return format_html_join("; ", "{}: {}", said)
