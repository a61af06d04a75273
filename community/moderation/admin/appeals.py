"""Appeals of members against decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation.acts import APPEAL_ACTS
from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import member_of
from community.moderation.admin.decisions import facts_in_line, said_with_place
from community.moderation.models import Appeal
from community.moderation.policies import check_may_decide
from community.moderation.queries import readable_appeals
from community.moderation.registry import reason_of, rule_of
from community.moderation.site import company_admin
from community.questions.policies import allows
from community.web.templatetags.display import moment


@admin.register(Appeal, site=company_admin)
class AppealAdmin(ActingAdmin):
    """What members say against decisions. Whoever made the decision, and the member, cannot decide about it."""

    audit_kind = "appeal"
    acts = APPEAL_ACTS
    sortable_by = ()
    list_display = ["about", "of_member", "state", "made", "due"]
    list_filter = ["state"]
    list_select_related = ["record__decided_by", "member"]
    search_fields = ["member__display_name", "=id"]
    search_hint = gettext_lazy("Search the name of the member, or write the number of an appeal.")
    # Open ones first, the oldest of them on top.
    ordering = ["decided_at", "decide_by", "pk"]
    fields = [
        "of_member", "about", "reason", "rule", "facts", "decider", "text", "made", "due", "state", "answer",
        "decided_by", "decided_at",
    ]  # fmt: skip
    readonly_fields = ["of_member", "about", "reason", "rule", "facts", "decider", "made", "due"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the appeals with their decisions, without those of others that concern the reader."""
        rows = super().get_queryset(request).select_related("record__decided_by", "member", "decided_by")
        return rows.filter(pk__in=readable_appeals(member_of(request)).values("pk"))

    def may_act(self, request: HttpRequest, row: Appeal) -> bool:
        """Return whether the reader took no part."""
        return allows(check_may_decide, member_of(request), row)

    @admin.display(description=gettext_lazy("member"))
    def of_member(self, row: Appeal) -> SafeString:
        """Return the member's name, which leads to the member."""
        address = reverse("company_admin:accounts_membership_change", args=[row.member_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, row.member.display_name)

    @admin.display(description=gettext_lazy("decision"))
    def about(self, row: Appeal) -> SafeString | str:
        """Return what was decided, and where its target is."""
        return said_with_place(row.record)

    @admin.display(description=gettext_lazy("reason"))
    def reason(self, row: Appeal) -> str:
        """Return what the member read."""
        return reason_of(row.record)

    @admin.display(description=gettext_lazy("rule"))
    def rule(self, row: Appeal) -> str:
        """Return by which rule it was decided."""
        return rule_of(row.record)

    @admin.display(description=gettext_lazy("what was used"))
    def facts(self, row: Appeal) -> SafeString:
        """Return the facts of the decision."""
        return facts_in_line(row.record)

    @admin.display(description=gettext_lazy("decision made by"))
    def decider(self, row: Appeal) -> str:
        """Return who made it: such a person cannot decide about the appeal."""
        return row.record.decided_by.display_name if row.record.decided_by else _("a rule, automatically")

    @admin.display(description=gettext_lazy("made"))
    def made(self, row: Appeal) -> SafeString:
        """Return when the member appealed."""
        return moment(row.created_at)

    @admin.display(description=gettext_lazy("to be decided by"))
    def due(self, row: Appeal) -> SafeString:
        """Return until when the member was told to expect an answer."""
        return format_html("{} {}", moment(row.decide_by), _("late")) if row.is_late else moment(row.decide_by)
