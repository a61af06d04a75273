"""What reputation holds of a member."""

from __future__ import annotations

from typing import Any

from community.web.registries.privacy import holds_personal_data
from rewards.reputation.actions.forget import forget_member
from rewards.reputation.models import LeaderboardChoice, LevelDecision, ReputationChange, Score


@holds_personal_data
class ReputationData:
    """Changes and scores, choices, and what a moderator decided about the trust level."""

    name = "reputation"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return everything held of the member."""
        changes = ReputationChange.objects.filter(member=membership_id).order_by("id")
        score = Score.objects.filter(member=membership_id).values("total", "helped", "solved", "earned_level").first()
        listing = LeaderboardChoice.objects.filter(member=membership_id).values_list("is_listed", flat=True).first()
        decision = LevelDecision.objects.filter(member=membership_id).first()
        return {
            "score": score,
            "changes": [
                {
                    "points": change.points,
                    "cause": change.cause,
                    "question": change.question_id,
                    "is_reversal": change.reverses_id is not None,
                    "occurred_at": change.occurred_at.isoformat(),
                }
                for change in changes
            ],
            "listed_among_helpers": listing,
            "level_decision": {"level": decision.level, "reason": decision.reason} if decision else None,
        }

    def erase(self, membership_id: int) -> None:
        """Remove the choices. The changes stay: they name a membership, which then names nobody."""
        forget_member(membership_id)
