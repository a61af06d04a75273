"""How the lowering of a trust level is taken back."""

from __future__ import annotations

from accounts.models import Membership
from community.moderation.models import DecisionRecord
from community.moderation.registry import undoes
from rewards.reputation.actions.level import decide_level


@undoes(DecisionRecord.Effect.LEVEL_LOWERED)
def give_level_back(record: DecisionRecord, moderator: Membership, answer: str) -> None:
    """Set the level that the member had by hand, so that the rules leave it; nothing when it has risen as far again."""
    member = Membership.objects.get(pk=record.member_id)
    before = int(record.inputs["before"])
    if member.trust_level < before:
        decide_level(moderator=moderator, member=member, level=before, reason=answer)
