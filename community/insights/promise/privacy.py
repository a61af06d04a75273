"""What promises hold of a person."""

from __future__ import annotations

from typing import Any

from community.insights.promise.actions.forget import forget_told
from community.insights.promise.models import EscalationStep, Promise
from community.web.registries.privacy import holds_personal_data


@holds_personal_data
class PromiseHeld:
    """Which waiting questions a member was told of, and which promises an admin made: these stay, they are the company's."""

    name = "promise"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return the questions that the member was told of, and the versions of the promise that they made."""
        told = EscalationStep.objects.filter(told__contains=[membership_id]).order_by("reached_at", "pk")
        made = Promise.objects.filter(author=membership_id).order_by("version")
        return {
            "told_of_waiting_questions": [
                {"question": each.question_id, "step": each.step, "at": each.reached_at.isoformat()} for each in told
            ],
            "promises_made": [
                {"version": each.version, "in_force_from": each.valid_from.isoformat(), "note": each.note}
                for each in made
            ],
        }

    def erase(self, membership_id: int) -> None:
        """Forget what the member was told of."""
        forget_told(membership_id)
