"""What the rules of fairness hold of a member."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from community.web.registries.privacy import holds_personal_data
from rewards.integrity.actions.trace import forget_traces
from rewards.integrity.models import RewardCase, Trace


@holds_personal_data
class Fairness:
    """Traces are erased. Cases stay, because they justify what was paid; they name memberships, which lose their person."""

    name = "fairness"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return the days with traces, and the cases about what the member earned or gave; of others nothing."""
        days = Trace.objects.filter(member=membership_id).order_by("day").values_list("day", flat=True).distinct()
        cases = RewardCase.objects.filter(Q(member=membership_id) | Q(counterpart=membership_id)).order_by("pk")
        return {
            "days with traces": [day.isoformat() for day in days],
            "cases": [
                {
                    "number": case.pk,
                    "part": "earned" if case.member_id == membership_id else "accepted or voted",
                    "signals": case.signals,
                    "state": case.state,
                    "reason": case.reason if case.member_id == membership_id else "",
                    "opened": case.created_at.isoformat(),
                    "decided": case.decided_at.isoformat() if case.decided_at else None,
                }
                for case in cases
            ],
        }

    def erase(self, membership_id: int) -> None:
        """Delete the traces."""
        forget_traces(membership_id)
