"""Who may appeal, and who may decide. Each check raises NotAllowed with the sentence that the person will read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import check_may_moderate
from community import clock
from community.moderation.models import Appeal, DecisionRecord
from community.moderation.registry import concerning
from community.web.errors import NotAllowed


def check_can_appeal(member: Membership, record: DecisionRecord, *, has_appealed: bool) -> None:
    """Raise NotAllowed unless the decision is about the member and can be appealed against. Suspended members may too."""
    if record.member_id != member.pk:
        raise NotAllowed(_("This decision is about somebody else."))
    if record.appeal_until is None:
        raise NotAllowed(_("This was decided in your favour. There is nothing to appeal against."))
    if has_appealed:
        raise NotAllowed(_("You have appealed against this decision already."))
    if record.ended_because == DecisionRecord.End.REPLACED and record.carried_on_by() is None:
        raise NotAllowed(_("This decision no longer holds: a later one took its place."))
    if record.appeal_until < clock.now():
        raise NotAllowed(_("The time to appeal against this decision is over."))


def check_may_decide(moderator: Membership, appeal: Appeal) -> None:
    """Raise NotAllowed unless a moderator of the company decides who took no part, nor in what carries the decision on."""
    check_may_settle(moderator, appeal)
    later = appeal.record.carried_on_by()
    if later is not None and later.decided_by_id == moderator.pk:
        raise NotAllowed(_("You made this decision. Somebody else has to decide about the appeal."))


def check_may_settle(moderator: Membership, appeal: Appeal) -> None:
    """Raise NotAllowed for whoever made the decision, is its subject or is concerned by it, and for all but moderators.

    Enough where a new decision answers the appeal by the way; whoever decides about the appeal itself: check_may_decide.
    """
    check_may_moderate(moderator)
    if moderator.company_id != appeal.company_id:
        raise NotAllowed(_("This belongs to another community."))
    if appeal.member_id == moderator.pk:
        raise NotAllowed(_("This is your own appeal. Somebody else has to decide about it."))
    if appeal.record.decided_by_id == moderator.pk:
        raise NotAllowed(_("You made this decision. Somebody else has to decide about the appeal."))
    if DecisionRecord.objects.filter(concerning(moderator.pk), pk=appeal.record_id).exists():
        raise NotAllowed(_("This decision is about you too. Somebody else has to decide about the appeal."))
