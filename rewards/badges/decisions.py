"""How taking a badge back is said, found, and taken back itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community.moderation.models import DecisionRecord
from community.moderation.registry import Fact, Place, finds, teach, undoes
from rewards.badges.actions.hand import restore_award
from rewards.badges.models import BadgeAward

teach(
    rules={"badges": _("The rules of this community for badges, applied by an admin")},
    facts={"badge": Fact(_("Badge"))},
)


@undoes(DecisionRecord.Effect.BADGE_REVOKED)
def give_back(record: DecisionRecord, moderator: Membership, answer: str) -> None:
    """Give the badge back; nothing when the member has it again."""
    award = BadgeAward.objects.filter(company_id=record.company_id, pk=int(record.target_id)).first()
    if award is not None:
        restore_award(admin=moderator, award=award, reason=answer)


@finds("badge")
def find_badge(record: DecisionRecord) -> Place:
    """Lead to the badge's page."""
    return Place(str(record.inputs.get("badge", "")), "badges:badge", (record.inputs.get("slug", ""),))
