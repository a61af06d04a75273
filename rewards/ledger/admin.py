"""When payouts stood still, and letting them go on, in the company's admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import company_of
from community.moderation.site import company_admin
from community.web.templatetags.display import moment
from rewards.ledger.actions.verify import verify_ledger
from rewards.ledger.acts import LIFT
from rewards.ledger.models import Freeze


@admin.register(Freeze, site=company_admin)
class FreezeAdmin(ActingAdmin):
    """Every freeze of the company's payouts, newest first. Admins end it once the books are right."""

    audit_kind = "freeze"
    admins_only = True
    acts = (LIFT,)
    sortable_by = ()
    list_display = ["since", "until", "lifted_by", "lifted_because"]
    list_select_related = ["lifted_by"]
    ordering = ["-frozen_at", "-pk"]
    fields = ["since", "found", "until", "lifted_by", "lifted_because"]
    readonly_fields = ["since", "found", "until"]

    def describe(self, row: Freeze) -> str:
        """Return what headings call a freeze."""
        return _("Payouts stopped on %(day)s") % {"day": f"{row.frozen_at:%Y-%m-%d}"}

    def act_view(self, request: HttpRequest, act: str) -> HttpResponse:
        """Check the books before payouts go on: in a moment of its own, which no transaction around an act can have."""
        if request.method == "POST" and act in {each.name for each in self.acts_for(request)}:
            verify_ledger(company_of(request))
        return super().act_view(request, act)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Head the page with words."""
        if context.get("original") is not None:
            context["subtitle"] = self.describe(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("since"))
    def since(self, row: Freeze) -> SafeString:
        """Return when payouts were stopped."""
        return moment(row.frozen_at)

    @admin.display(description=gettext_lazy("until"))
    def until(self, row: Freeze) -> SafeString | str:
        """Return when payouts went on."""
        return moment(row.lifted_at) if row.lifted_at else _("payouts stand still")

    @admin.display(description=gettext_lazy("what was found"))
    def found(self, row: Freeze) -> SafeString | str:
        """Return what the last check found, a line each."""
        if not row.findings:
            return _("Nothing is wrong any more.")
        return format_html_join(mark_safe("<br>"), "{}", ((finding,) for finding in row.findings))
