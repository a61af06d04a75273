"""Ending offers: the question was answered or no longer waits, the time is over, or the helper took their consent back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from accounts.models import Company, Membership
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community import clock
from community.events.record import record
from community.personalization.routing.actions.rings import waits
from community.personalization.routing.events import OfferExpired
from community.personalization.routing.locks import lock_routing
from community.personalization.routing.models import Offer, Ring
from community.personalization.routing.models.offer import OfferQuerySet
from community.personalization.routing.telling import tell_pages
from community.questions.locks import lock_question, lock_questions
from community.questions.models import Answer

# What was offered is kept for so long, for the member to read and for the audit.
KEPT_FOR: Final = timedelta(days=395)
_AT_ONCE: Final = 500


@transaction.atomic
def settle_offers(*, company_id: int, question_id: int) -> int:
    """Close the question's offers to whoever has answered; all of them, and its rounds, once it waits for nobody.

    Follows from how things stand now, so doing it twice changes nothing. Returns how many offers were closed. Locks the
    question.
    """
    offers = Offer.objects.filter(company=company_id, question=question_id)
    rings = Ring.objects.filter(company=company_id, question=question_id, next_at__isnull=False)
    if not (offers.open().exists() or rings.exists()):
        return 0
    question = lock_question(question_id)
    answered = Answer.objects.substantive().of(question).values("post__author")
    closed = _close(offers.filter(member__in=answered), Offer.State.ANSWERED)
    if not waits(question):
        closed += _close(offers, Offer.State.WITHDRAWN)
        rings.update(next_at=None)
    return closed


def _close(offers: OfferQuerySet, state: Offer.State) -> int:
    now = clock.now()
    found = list(offers.open().select_for_update(no_key=True).order_by("pk"))
    for each in found:
        each.state, each.changed_at = state, now
        each.save(update_fields=["state", "changed_at"])
        tell_pages(each.company_id, [each.member_id], now)
    return len(found)


def expire_offers(company: Company) -> int:
    """Close the company's offers whose time is over; return how many. Records OfferExpired for each.

    Each question is a transaction of its own.
    """
    due = Offer.objects.of(company).open().filter(expires_at__lte=clock.now()).order_by("question")
    return sum(_expire(company, pk) for pk in list(due.values_list("question", flat=True).distinct()[:_AT_ONCE]))


@transaction.atomic
def _expire(company: Company, question_id: int) -> int:
    lock_questions([question_id])
    now = clock.now()
    over = Offer.objects.of(company).open().filter(question=question_id, expires_at__lte=now)
    found = list(over.select_for_update(no_key=True).order_by("pk"))
    for offer in found:
        offer.state, offer.changed_at = Offer.State.EXPIRED, now
        offer.save(update_fields=["state", "changed_at"])
        record(
            OfferExpired(company=company.key, actor="", question=question_id, offer=offer.pk, member=offer.member_id)
        )
    tell_pages(company.pk, [offer.member_id for offer in found], now)
    return len(found)


@transaction.atomic
def forget_offers(*, company_id: int, member_id: int) -> int:
    """Delete everything that was offered to the member, once they have taken their consent back; return how many.

    Waits for whoever asks helpers at this moment, so that none of their offers is left. A consent that was given anew
    meanwhile keeps nothing: what came of the old one goes.
    """
    lock_routing(company_id)
    _total, by_model = Offer.objects.filter(company=company_id, member=member_id).delete()
    tell_pages(company_id, [member_id], clock.now())
    return by_model.get(Offer._meta.label, 0)


@transaction.atomic
def sweep_offers(company: Company) -> int:
    """Delete offers to members without consent, in case anything went wrong when they took it back, and very old ones."""
    lock_routing(company.pk)
    offers = Offer.objects.of(company)
    without = offers.exclude(member__in=consenting(company.pk, Purpose.ROUTING)).delete()[0]
    return without + offers.filter(made_at__lt=clock.now() - KEPT_FOR).delete()[0]


def withdraw_open(*, company_id: int, member_id: int, asker_id: int | None = None) -> int:
    """Take back the member's open offers, all of them or those of one asker's questions; return how many.

    Part of the caller's transaction, which holds the lock of who is asked.
    """
    offers = Offer.objects.filter(company=company_id, member=member_id)
    if asker_id is not None:
        offers = offers.filter(question__post__author=asker_id)
    lock_questions(offers.open().values_list("question", flat=True))
    return _close(offers, Offer.State.WITHDRAWN)


@transaction.atomic
def withdraw_offer(*, company_id: int, offer_id: int) -> int:
    """Take back one offer if it is open, because a person found it wrong; return how many were. Locks its question."""
    offers = Offer.objects.filter(company=company_id, pk=offer_id)
    lock_questions(offers.open().values_list("question", flat=True))
    return _close(offers, Offer.State.WITHDRAWN)


def erase_offers(membership_id: int) -> None:
    """Delete what was offered to the member; part of the caller's erasure."""
    member = Membership.objects.get(pk=membership_id)
    lock_routing(member.company_id)
    Offer.objects.filter(member=member).delete()
