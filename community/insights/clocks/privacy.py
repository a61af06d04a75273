"""What the clocks hold of a member."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from community.insights.clocks.models import Clock
from community.web.registries.privacy import holds_personal_data


@holds_personal_data
class ClockData:
    """In which questions the member asked, answered first or had the solution, and when."""

    name = "clocks"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return everything held of the member."""
        clocks = Clock.objects.filter(
            Q(asker=membership_id) | Q(first_answerer=membership_id) | Q(solver=membership_id)
        )
        return {
            "clocks": [
                {
                    "question": clock.question_id,
                    "episode": clock.episode,
                    "asked": clock.asker_id == membership_id,
                    "answered_first": clock.first_answerer_id == membership_id,
                    "solved": clock.solver_id == membership_id,
                    "asked_at": clock.asked_at.isoformat(),
                }
                for clock in clocks.order_by("question", "episode")
            ]
        }

    def erase(self, membership_id: int) -> None:
        """Do nothing: clocks name a membership only, which then names nobody, and are made again from the events."""
