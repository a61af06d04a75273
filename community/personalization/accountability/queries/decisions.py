"""The offers that were made to a member, with their reasons and what a person said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Membership
from community.moderation.models import DecisionRecord
from community.personalization.routing.models import Offer
from community.personalization.routing.models.offer import OfferQuerySet
from community.personalization.routing.queries.queue import past_questions
from community.personalization.routing.wording import Why, why_of
from community.questions.models import Post


@dataclass(frozen=True)
class Decided:
    """One offer, why it was made, and the record of the member's question about it, None before they asked."""

    offer: Offer
    why: Why
    record: DecisionRecord | None


def offers_to(member: Membership) -> OfferQuerySet:
    """Return the member's offers of questions that can still be read, the newest first."""
    found = Offer.objects.to(member).filter(question__post__visibility=Post.Visibility.VISIBLE)
    return found.select_related("question__topic").order_by("-made_at", "-pk")


def decided(member: Membership, offers: Sequence[Offer]) -> list[Decided]:
    """Return the offers with their reasons. Two queries."""
    past = past_questions(offers)
    asked_about = DecisionRecord.objects.about(member).filter(
        target_kind="offer", target_id__in=[str(each.pk) for each in offers]
    )
    records = {each.target_id: each for each in asked_about}
    return [Decided(each, why_of(each, past), records.get(str(each.pk))) for each in offers]
