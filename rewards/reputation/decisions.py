"""How the lowering of a trust level is taken back."""

from __future__ import annotations

from accounts.models import Membership
from community.moderation.models import DecisionRecord
from community.moderation.registry import undoes
from rewards.reputation.actions.level import decide_level


@undoes(DecisionRecord.Effect.LEVEL_LOWERED)
def give_level_back(record: DecisionRecord, moderator: Membership, answer: str) -> None:
    """Set the level that the member had by hand, so that the rules leave it; nothing when it has risen as far again.

    Several lowerings without a rise between them are one: the member gets back what they had before the first.
    """
    member = Membership.objects.get(pk=record.member_id)
    before = int(_first_lowering(record).inputs["before"])
    if member.trust_level < before:
        decide_level(moderator=moderator, member=member, level=before, reason=answer)


def _first_lowering(record: DecisionRecord) -> DecisionRecord:
    """Return where the lowerings began of which the record is one; those whose appeal was rejected stay as they are."""
    first = record
    rows = DecisionRecord.objects.filter(company=record.company_id, effect=record.effect).on(
        record.target_kind, record.target_id
    )
    for each in rows.filter(pk__lt=record.pk).exclude(appeal__state="rejected").order_by("-pk"):
        if each.ended_because != DecisionRecord.End.REPLACED or each.ended_at != first.created_at:
            break
        first = each
    return first
