"""Cases about points, and the thresholds that open them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import member_of
from community.moderation.admin.settings import OneRowAdmin
from community.moderation.site import company_admin
from community.web.templatetags.display import moment
from rewards.integrity.actions.rules import change_rules
from rewards.integrity.acts import RELEASE, VOID
from rewards.integrity.forms import THRESHOLDS, RulesForm
from rewards.integrity.models import IntegrityRules, RewardCase
from rewards.integrity.queries import earnings_of
from rewards.integrity.wording import figures_said, signal_said

_BREAK = mark_safe("<br>")


@admin.register(RewardCase, site=company_admin)
class RewardCaseAdmin(ActingAdmin):
    """Points that wait for a person. The two members neither see the case nor decide it."""

    audit_kind = "reward_case"
    acts = (RELEASE, VOID)
    sortable_by = ()
    list_display = ["earner", "giver", "noticed", "state", "due"]
    list_filter = ["state", "origin"]
    search_fields = ["member__display_name", "counterpart__display_name", "=id"]
    search_hint = gettext_lazy("Search the name of a member, or write the number of a case.")
    # Open ones first, the oldest of them on top.
    ordering = ["decided_at", "decide_by", "pk"]
    fields = [
        "earner", "giver", "evidence_said", "points", "origin", "rules_version", "opened", "due", "state", "reason",
        "decided_by", "decided_at",
    ]  # fmt: skip
    readonly_fields = ["earner", "giver", "evidence_said", "points", "opened", "due"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the cases with their members, without those that are about the reader."""
        rows = super().get_queryset(request).select_related("member", "counterpart", "decided_by")
        me = member_of(request)
        return rows.exclude(Q(member=me) | Q(counterpart=me))

    @admin.display(description=gettext_lazy("who earned"))
    def earner(self, row: RewardCase) -> SafeString:
        """Return the name of the member who earned the points."""
        return _linked(row.member)

    @admin.display(description=gettext_lazy("who accepted or voted"))
    def giver(self, row: RewardCase) -> SafeString:
        """Return the name of the other member."""
        return _linked(row.counterpart)

    @admin.display(description=gettext_lazy("what was noticed"))
    def noticed(self, row: RewardCase) -> str:
        """Return the kinds of signals."""
        return "; ".join(signal_said(code) for code in row.signals)

    @admin.display(description=gettext_lazy("what was noticed"))
    def evidence_said(self, row: RewardCase) -> SafeString:
        """Return the signals with their figures."""
        said = ((signal_said(code), figures_said(row.evidence.get(code, {}))) for code in row.signals)
        return format_html_join(_BREAK, "{} ({})", said)

    @admin.display(description=gettext_lazy("points"))
    def points(self, row: RewardCase) -> SafeString:
        """Return what each answer earned, which leads to the answer."""
        return format_html_join(_BREAK, "{}", ((_line(each),) for each in earnings_of(row)))

    @admin.display(description=gettext_lazy("opened"))
    def opened(self, row: RewardCase) -> SafeString:
        """Return when the points were held."""
        return moment(row.created_at)

    @admin.display(description=gettext_lazy("to be decided by"))
    def due(self, row: RewardCase) -> SafeString:
        """Return until when the members were told to expect a decision."""
        return format_html("{} {}", moment(row.decide_by), _("late")) if row.is_late else moment(row.decide_by)


@admin.register(IntegrityRules, site=company_admin)
class IntegrityRulesAdmin(OneRowAdmin):
    """The thresholds of this company: one row, made when somebody first changes one. Moderators do not see them."""

    audit_kind = "integrity_rules"
    form = RulesForm
    fields = list(THRESHOLDS)

    def save_model(self, request: HttpRequest, obj: IntegrityRules, form: ModelForm[Any], change: bool) -> None:
        """Store the thresholds through their action."""
        wanted = {name: form.cleaned_data[name] for name in THRESHOLDS}
        obj.pk = change_rules(admin=member_of(request), wanted=wanted).pk


def _linked(member: Membership) -> SafeString:
    address = reverse("company_admin:accounts_membership_change", args=[member.pk])
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address, member.display_name)


def _line(earning: Any) -> SafeString | str:
    said = _("%(what)s, %(points)d points: %(state)s") % {
        "what": earning.get_act_display(),
        "points": earning.points,
        "state": earning.get_state_display(),
    }
    if earning.question is None:
        return said
    return format_html('<a href="{}">{}</a>', f"{earning.question.get_absolute_url()}#answer-{earning.answer_id}", said)
