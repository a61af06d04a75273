"""What a helper does with an offer. Neither costs anything, and neither keeps anybody else from answering."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Membership
from community import clock
from community.events.record import record
from community.personalization.routing.events import OfferAccepted, OfferDeclined, OfferEvent
from community.personalization.routing.models import ACCEPTED_FOR, OPEN, Offer
from community.personalization.routing.policies import check_can_take
from community.personalization.routing.telling import tell_pages
from community.questions.locks import lock_questions


@transaction.atomic
def accept_offer(*, member: Membership, offer: Offer) -> Offer:
    """Say "I'm on it": the question stays in the member's queue for a day. The same again changes nothing.

    Records OfferAccepted. Raises NotAllowed when the offer is over.
    """
    locked = _lock(member, offer)
    if locked.state == Offer.State.ACCEPTED:
        return locked
    check_can_take(member, locked)
    locked.expires_at = clock.now() + ACCEPTED_FOR
    return _become(locked, Offer.State.ACCEPTED, OfferAccepted)


@transaction.atomic
def decline_offer(*, member: Membership, offer: Offer) -> Offer:
    """Say no. Nothing follows but that it counts as an offer to the member. One that is over stays as it is.

    Records OfferDeclined.
    """
    locked = _lock(member, offer)
    return _become(locked, Offer.State.DECLINED, OfferDeclined) if locked.state in OPEN else locked


def _lock(member: Membership, offer: Offer) -> Offer:
    # The question first, as everybody who changes offers does.
    lock_questions([offer.question_id])
    return Offer.objects.select_for_update(no_key=True).to(member).get(pk=offer.pk)


def _become(offer: Offer, state: Offer.State, kind: type[OfferEvent]) -> Offer:
    now = clock.now()
    offer.state, offer.changed_at = state, now
    offer.save(update_fields=["state", "changed_at", "expires_at"])
    record(
        kind(
            company=str(offer.company_id),
            actor=str(offer.member_id),
            question=offer.question_id,
            offer=offer.pk,
            member=offer.member_id,
        )
    )
    tell_pages(offer.company_id, [offer.member_id], now)
    return offer
