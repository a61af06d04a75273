"""How offers are said and found as decisions about a member, and what follows when a person finds one wrong."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from community.moderation.models import DecisionRecord
from community.moderation.registry import Fact, Place, ReadMore, finds, teach, undoes
from community.personalization.routing.actions.end import withdraw_offer
from community.personalization.routing.models import Offer, Ring

teach(
    rules={"routing": gettext_lazy("How helpers are asked")},
    reasons={
        "accountability.offered": gettext_lazy(
            "What you did here, and what you told us, spoke for you when this question was asked. The list of your offers "
            "says what exactly."
        ),
    },
    facts={
        "slot": Fact(gettext_lazy("Why this place was yours"), dict(Offer.Slot.choices)),
        "served": Fact(gettext_lazy("What put people in order"), dict(Ring.Served.choices)),
        "made": Fact(gettext_lazy("Offered"), is_moment=True),
    },
    pages={"routing": ReadMore(gettext_lazy("How people are asked"), "routing:how")},
)


@undoes(DecisionRecord.Effect.QUESTION_OFFERED)
def take_offer_back(record: DecisionRecord, moderator: Membership, answer: str) -> None:
    """Withdraw the offer if it still stands; nothing when it is over or gone."""
    withdraw_offer(company_id=record.company_id, offer_id=int(record.target_id))


@finds("offer")
def find_offer(record: DecisionRecord) -> Place:
    """Lead to the question that was offered."""
    question = record.inputs.get("question")
    return Place(_("A question that was offered to you"), "questions:question" if question else "", (question,))
