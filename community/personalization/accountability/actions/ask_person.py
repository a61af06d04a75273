"""Asking a person to look at an offer that was made by a rule."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from community.moderation.actions.appeal import appeal_decision
from community.moderation.actions.decide import record_decision
from community.moderation.models import Appeal, DecisionRecord
from community.personalization.routing.models import Offer
from community.web.errors import NotAllowed


@transaction.atomic
def ask_a_person(*, member: Membership, offer: Offer, text: str) -> Appeal:
    """Write the offer down as a decision about the member, and their words against it, for a moderator to answer in time.

    The record holds the question and by which rule it was offered, not the numbers: they stay with the offer and go with
    it. Records DecisionRecorded, of which nobody is told, and AppealMade. Raises NotAllowed for offers to others and a
    second time.
    """
    if offer.member_id != member.pk:
        raise NotAllowed(_("This offer was made to somebody else."))
    made = record_decision(
        member=member,
        effect=DecisionRecord.Effect.QUESTION_OFFERED,
        target=("offer", offer.pk),
        rule="routing",
        inputs={
            "question": offer.question_id,
            "slot": offer.slot,
            "served": offer.served,
            "made": offer.made_at.isoformat(),
        },
        reason_code="accountability.offered",
        source=f"offer:{offer.pk}",
        tell=False,
    )
    return appeal_decision(member=member, record_id=made.pk, text=text)
