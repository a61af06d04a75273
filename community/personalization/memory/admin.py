"""How far the company's learning has come, in the company's admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation.admin.base import CompanyModelAdmin
from community.moderation.site import company_admin
from community.personalization.learning.features import NAMES
from community.personalization.learning.gate import WINDOW, ChampionGate
from community.personalization.learning.model import PRIOR, SPREAD
from community.personalization.memory.models import Learned, Lesson


@admin.register(Learned, site=company_admin)
class LearnedAdmin(CompanyModelAdmin):
    """What the company learned as a whole: read only, for admins. It names nobody."""

    audit_kind = "learned"
    admins_only = True
    sortable_by = ()
    list_display = ["position", "asked", "serves", "learned_at", "rebuilt_at"]
    readonly_fields = [
        "position",
        "asked",
        "waiting",
        "serves",
        "lead",
        "weighed",
        "learned_at",
        "rebuilt_at",
        "stale_since",
    ]
    fields = tuple(readonly_fields)

    @admin.display(description=gettext_lazy("lessons that wait"))
    def waiting(self, row: Learned) -> int:
        """Return how many lessons are on their way."""
        return Lesson.objects.filter(company=row.company_id).waiting().count()

    @admin.display(description=gettext_lazy("who ranks"))
    def serves(self, row: Learned) -> str:
        """Return which of the two ways serves now."""
        return _("the weights") if _gate(row).serves_model else _("the simple rule")

    @admin.display(description=gettext_lazy("lead of the weights"))
    def lead(self, row: Learned) -> str:
        """Return by how much the weights lead the simple rule, or how much is missing until that is known."""
        gate = _gate(row)
        if gate.lead is None:
            return _("not known yet: %(known)s of %(needed)s questions") % {"known": len(gate.leads), "needed": WINDOW}
        return f"{gate.lead:+.4f}"

    @admin.display(description=gettext_lazy("weights"))
    def weighed(self, row: Learned) -> SafeString:
        """Return the weights as they multiply the features, beside those they began with."""
        learned = zip(NAMES, row.weights, strict=True)
        return format_html_join(
            "",
            "<div><code>{}</code>: {} ({})</div>",
            ((name, f"{weight / SPREAD[name]:.3f}", f"{PRIOR[name]:.3f}") for name, weight in learned),
        )


def _gate(row: Learned) -> ChampionGate:
    gate = ChampionGate()
    gate.put(row.leads)
    return gate
