"""Everybody's reputation and trust level, in the company's admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.abilities import LEVEL_NAMES
from community.moderation import wording
from community.moderation.admin.acting import ActingAdmin
from community.moderation.site import company_admin
from rewards.reputation.acts import LEVEL_ACTS
from rewards.reputation.models import LevelDecision, Score

wording.ACTIONS |= {
    "member.trust_level_changed": _("Trust level set"),
    "member.trust_level_kept": _("Trust level kept as it is"),
    "member.trust_level_released": _("Trust level left to the rules"),
}


@admin.register(Score, site=company_admin)
class ScoreAdmin(ActingAdmin):
    """Who has which reputation; where moderators set trust levels. The numbers follow from events and have no form."""

    audit_kind = "member"
    acts = LEVEL_ACTS
    sortable_by = ()
    list_display = ["member", "level", "decided", "total", "solved", "helpful", "unhelpful"]
    list_filter = ["member__trust_level"]
    list_select_related = ["member"]
    search_fields = ["member__display_name", "=member__id"]
    search_hint = _("Search the name, or write the number of a member.")
    ordering = ["-total", "member"]
    fields = ["member", "level", "decided", "total", "helped", "solved", "helpful", "unhelpful"]
    readonly_fields = ["level", "decided"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the scores with whether a person has decided about the level."""
        decided = LevelDecision.objects.filter(member=OuterRef("member"))
        rows: QuerySet[Any] = super().get_queryset(request).annotate(is_decided=Exists(decided))
        return rows.select_related("member")

    def view_on_site(self, row: Score) -> str:
        """Return the page that tells how the reputation came about."""
        return reverse("reputation:history", args=[row.pk])

    @admin.display(description=_("trust level"))
    def level(self, row: Score) -> str:
        """Return number and name of the level."""
        return f"{row.member.trust_level} · {LEVEL_NAMES[row.member.trust_level]}"

    @admin.display(description=_("set by a moderator"), boolean=True)
    def decided(self, row: Any) -> bool:
        """Return whether a person has decided about the level."""
        return bool(row.is_decided)
