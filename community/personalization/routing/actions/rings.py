"""Asking the next few helpers about a question."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from accounts.models import Company
from community import clock
from community.events.record import record
from community.personalization.experiments.actions.expose import note_first_effect
from community.personalization.experiments.queries.arms import arm_of
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.personalization.experiments.treatments import RING_SIZE
from community.personalization.memory.queries.switch import offers_are_on
from community.personalization.routing.choosing import Candidate, Chosen, choose, fair_share
from community.personalization.routing.events import OfferMade
from community.personalization.routing.locks import lock_routing
from community.personalization.routing.models import LEASE, Offer, Ring
from community.personalization.routing.queries.eligible import Eligible, eligible_for
from community.personalization.routing.queries.ranked import Ranked, Standing, ranked_for
from community.personalization.routing.queries.reasons import reason_for
from community.personalization.routing.telling import tell_pages
from community.questions.locks import lock_question
from community.questions.models import Post, Question

# A question is offered in so many rings. When nobody is there, it is looked at again for so long.
LOOKED_AFTER: Final = timedelta(hours=6)
MOST_RINGS: Final = 12
_AT_ONCE: Final = 200

log = logging.getLogger(__name__)


@transaction.atomic
def open_ring(*, company_id: int, question_id: int, after: int) -> Ring | None:
    """Offer the question to the next few helpers; None when nothing was opened.

    `after` is the number of the ring before it, 0 for the first: whoever comes second opens nothing. Records OfferMade for
    each helper. A first ring that finds nobody is kept as well, and the first after rounds that were over, so that the
    question is looked at again. Nothing happens to a question that no longer waits, or that is held out of
    personalization, or while an admin has switched offers off. Locks who is asked in the company, then the question.
    """
    lock_routing(company_id)
    now = clock.now()
    question = _waiting(company_id, question_id)
    held_out = in_hold_out(company_id, f"question:{question_id}")
    if question is None or held_out or not offers_are_on(company_id):
        return None
    rings = list(Ring.objects.filter(company=company_id, question=question).order_by("number"))
    if (rings[-1].number if rings else 0) != after or after >= MOST_RINGS:
        return None
    _settle(rings)
    found = eligible_for(question, now)
    if rings and rings[-1].next_at is not None and not found:
        # Nobody is there at the moment; perhaps in a quarter of an hour.
        if now < rings[-1].opened_at + LOOKED_AFTER:
            Ring.objects.filter(pk=rings[-1].pk).update(next_at=now + LEASE)
        return None
    return _open(question, found, number=after + 1, now=now)


def widen(company: Company) -> int:
    """Open the next ring of each of the company's questions that nobody has answered in time; return how many opened.

    Each question is a transaction of its own. One that fails keeps no other waiting, and is tried again.
    """
    due = Ring.objects.of(company).due(clock.now()).order_by("next_at", "pk").values_list("question", "number")
    opened = 0
    for question, number in list(due[:_AT_ONCE]):
        try:
            opened += _go_on(company.pk, question, number)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            log.exception("Question %s of company %s could not be offered further.", question, company.pk)
    return opened


def _go_on(company_id: int, question_id: int, number: int) -> bool:
    ring = open_ring(company_id=company_id, question_id=question_id, after=number)
    if ring is None:
        _give_up(company_id, question_id, number)
    return ring is not None


@transaction.atomic
def _give_up(company_id: int, question_id: int, number: int) -> None:
    """End the rounds of a question that did not go on, unless it is only to be looked at later."""
    Ring.objects.filter(company=company_id, question=question_id, number=number).due(clock.now()).update(next_at=None)


def _waiting(company_id: int, question_id: int) -> Question | None:
    """Return the question, locked, if it waits for a helper whom everybody may become."""
    if not Question.objects.filter(company=company_id, pk=question_id).exists():
        return None
    question = lock_question(question_id)
    return question if waits(question) else None


def waits(question: Question) -> bool:
    """Return whether the question may be offered: open, visible, without an answer, and not waiting for its asker."""
    return (
        question.needs_answer
        and question.state != Question.State.NEEDS_INFO
        and question.post.visibility == Post.Visibility.VISIBLE
        and not question.is_locked
        and question.company.is_open
    )


def _settle(rings: list[Ring]) -> None:
    Ring.objects.filter(pk__in=[each.pk for each in rings], next_at__isnull=False).update(next_at=None)


def _open(question: Question, found: list[Eligible], *, number: int, now: datetime) -> Ring:
    ranked = ranked_for(question, found, now)
    places = _places(question, found)
    chosen = choose(
        [_candidate(each, ranked) for each in found],
        seed=f"{question.company_id}:{question.pk}:{number}",
        similar=ranked.most_similar[0] if ranked.most_similar else None,
        places=places,
    )
    everybody = len(chosen) == len(found)
    served = Ring.Served.PLAIN if everybody else ranked.served
    ring = Ring.objects.create(
        company_id=question.company_id,
        question=question,
        number=number,
        served=served,
        model_version=ranked.version,
        eligible=len(found),
        asked=len(chosen),
        opened_at=now,
        next_at=now + LEASE if number < MOST_RINGS else None,
    )
    known = {each.member: each for each in found}
    offers = Offer.objects.bulk_create(
        _offer(ring, each, known[each.candidate.member], ranked, everybody=everybody) for each in chosen
    )
    for offer in offers:
        record(
            OfferMade(
                company=str(question.company_id),
                actor="",
                question=question.pk,
                offer=offer.pk,
                member=offer.member_id,
                ring=number,
                slot=str(offer.slot),
            )
        )
    tell_pages(question.company_id, [offer.member_id for offer in offers], now)
    return ring


def _places(question: Question, found: list[Eligible]) -> int:
    """Return how many are asked at once. An experiment may vary it; it makes a difference from four who can be asked on."""
    arm = arm_of(question.company_id, RING_SIZE, question.pk)
    if len(found) > min(int(each.key) for each in RING_SIZE.variants):
        note_first_effect(arm)
    return int(arm.variant)


def _candidate(one: Eligible, ranked: Ranked) -> Candidate:
    known = ranked.standings.get(one.member)
    return Candidate(
        member=one.member,
        score=known.score if known else None,
        answers=one.answers,
        load=one.load,
        offers=one.offers,
        curious=one.interested or one.counted.get("topic", 0) > 0,
    )


def _offer(ring: Ring, chosen: Chosen, one: Eligible, ranked: Ranked, *, everybody: bool) -> Offer:
    """Return the offer with the very numbers that ranked the helper."""
    standing = ranked.standings.get(one.member, Standing(0.0))
    penalty = fair_share(one.load)
    return Offer(
        company_id=ring.company_id,
        ring=ring,
        question_id=ring.question_id,
        member_id=one.member,
        made_at=ring.opened_at,
        changed_at=ring.opened_at,
        expires_at=ring.opened_at + LEASE,
        slot=chosen.slot,
        served=ring.served,
        score=standing.score + penalty,
        base=standing.score - sum(standing.contributions.values()),
        contributions={**standing.contributions, "fair_share": penalty},
        features=list(standing.features),
        reason=reason_for(one, slot=chosen.slot, similar=_past_of(one, ranked), everybody=everybody),
        propensity=chosen.propensity,
        answers=one.answers,
    )


def _past_of(one: Eligible, ranked: Ranked) -> list[int]:
    """Return the past questions that speak for the member, the most similar first."""
    standing = ranked.standings.get(one.member)
    past = list(standing.past) if standing else []
    if ranked.most_similar is not None and ranked.most_similar[0] == one.member:
        past = list(dict.fromkeys([ranked.most_similar[1], *past]))
    return past
