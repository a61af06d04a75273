"""What earning holds of a member."""

from __future__ import annotations

from typing import Any

from community.web.registries.privacy import holds_personal_data
from rewards.earning.actions.choose import forget_choice
from rewards.earning.models import Earning, EarningChoice


@holds_personal_data
class EarningData:
    """What was decided about a member's deeds, and their choice about points."""

    name = "earning"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return everything held of the member."""
        choice = EarningChoice.objects.filter(member=membership_id).first()
        rows = Earning.objects.filter(member=membership_id).order_by("sequence")
        return {
            "declines_points": choice.declines_points if choice else False,
            "decisions": [
                {
                    "for": row.act,
                    "question": row.question_id,
                    "answer": row.answer_id,
                    "points": row.points,
                    "state": row.state,
                    "why": row.why,
                    "taken_back": row.ending_said,
                    "decided_at": row.decided_at.isoformat(),
                    "vests_at": row.matures_at.isoformat() if row.matures_at else None,
                }
                for row in rows
            ],
        }

    def erase(self, membership_id: int) -> None:
        """Forget the choice. Decisions stay: they are the company's books, and name a membership without a person."""
        forget_choice(membership_id)
