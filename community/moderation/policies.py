"""Who may appeal, and who may decide. Each check raises NotAllowed with the sentence that the person will read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import check_may_moderate
from community import clock
from community.moderation.models import Appeal, DecisionRecord
from community.web.errors import NotAllowed


def check_can_appeal(member: Membership, record: DecisionRecord, *, has_appealed: bool) -> None:
    """Raise NotAllowed unless the decision is about the member and can be appealed against. Suspended members may too."""
    if record.member_id != member.pk:
        raise NotAllowed(_("This decision is about somebody else."))
    if record.appeal_until is None:
        raise NotAllowed(_("This was decided in your favour. There is nothing to appeal against."))
    if has_appealed:
        raise NotAllowed(_("You have appealed against this decision already."))
    if record.ended_because == DecisionRecord.End.REPLACED:
        raise NotAllowed(_("This decision no longer holds: a later one took its place."))
    if record.appeal_until < clock.now():
        raise NotAllowed(_("The time to appeal against this decision is over."))


def check_may_decide(moderator: Membership, appeal: Appeal) -> None:
    """Raise NotAllowed unless a moderator of the company decides who neither made the decision nor is its subject."""
    check_may_moderate(moderator)
    if moderator.company_id != appeal.company_id:
        raise NotAllowed(_("This belongs to another community."))
    if appeal.member_id == moderator.pk:
        raise NotAllowed(_("This is your own appeal. Somebody else has to decide about it."))
    if appeal.record.decided_by_id == moderator.pk:
        raise NotAllowed(_("You made this decision. Somebody else has to decide about the appeal."))
