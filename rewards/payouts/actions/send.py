"""Sending payouts, and finding out what became of them. Never within a transaction: claim, do, mark done."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from community import clock
from community.web.errors import NotAllowed
from rewards.ledger.policies import check_payouts_run
from rewards.payouts.actions.steps import State, Step, give_back, mark_paid, move, note
from rewards.payouts.models import Payout, PayoutAttempt
from rewards.payouts.providers import provider_of
from rewards.payouts.providers.base import Answer, Arrived, Declined, NeverHeardOf, NotSent
from rewards.payouts.wording import INTERRUPTED, NEVER_ARRIVED, NOT_KNOWN_YET

logger = logging.getLogger(__name__)

# As long as a task may run, and some more: by then the worker that held the claim is gone.
CLAIM: Final = timedelta(minutes=3)
# After so long nothing that was sent can still be on its way to a provider that says it never heard of it.
LONGEST_WAY: Final = timedelta(minutes=15)
_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=6)


def send_payout(key: UUID) -> bool:
    """Send an approved payout to its provider and note what came of it; return whether this call sent it.

    Whoever claims it sends it: the others, and calls for payouts that are not approved or are made by hand, do nothing.
    While the company's payouts are frozen nothing is sent. An unclear answer leaves it "being checked".
    """
    payout = Payout.objects.select_related("company", "member").filter(pk=key, state=State.APPROVED).first()
    if payout is None or provider_of(payout).by_hand or not _payouts_run(payout):
        return False
    if not _claim(payout):
        return False
    _settle_sent(payout, provider_of(payout).send(payout))
    return True


def resolve_unknown(key: UUID) -> bool:
    """Ask the provider what became of a payout that is being checked; return whether it is settled now. Pays nothing.

    A payout whose worker died while it was being sent is being checked from then on. Asks ever more seldom.
    """
    payout = Payout.objects.select_related("company", "member").filter(pk=key).first()
    if payout is None or provider_of(payout).by_hand or not _take_to_ask(payout):
        return False
    answer = provider_of(payout).ask(payout)
    if isinstance(answer, Arrived):
        return mark_paid(payout, before=[State.UNKNOWN], reference=answer.reference)
    if isinstance(answer, Declined):
        return give_back(payout, before=[State.UNKNOWN], after=State.FAILED, reason=answer.reason)
    if isinstance(answer, NeverHeardOf) and _sent_long_ago(payout):
        return give_back(payout, before=[State.UNKNOWN], after=State.FAILED, reason=NEVER_ARRIVED)
    with transaction.atomic():
        note(payout, Step.ASKED, said=NOT_KNOWN_YET if isinstance(answer, NeverHeardOf) else answer.reason)
    return False


def due_to_send() -> list[UUID]:
    """Return the approved payouts that a worker should send, oldest first."""
    rows = Payout.objects.filter(state=State.APPROVED).exclude(method=Payout.Method.CASH)
    return list(rows.order_by("requested_at").values_list("pk", flat=True)[:100])


def due_to_ask() -> list[UUID]:
    """Return the payouts whose fate is not known, oldest first."""
    rows = Payout.objects.filter(state__in=[State.UNKNOWN, State.SENDING]).exclude(method=Payout.Method.CASH)
    return list(rows.order_by("tried_at").values_list("pk", flat=True)[:100])


def _payouts_run(payout: Payout) -> bool:
    try:
        check_payouts_run(payout.company)
    except NotAllowed:
        return False
    return True


@transaction.atomic
def _claim(payout: Payout) -> bool:
    if not move(payout, before=[State.APPROVED], after=State.SENDING, tried_at=clock.now()):
        return False
    note(payout, Step.SENT)
    return True


@transaction.atomic
def _settle_sent(payout: Payout, answer: Answer) -> None:
    """Note what the provider answered, unless another worker has taken the payout for lost meanwhile."""
    if isinstance(answer, Arrived):
        mark_paid(payout, before=[State.SENDING, State.UNKNOWN], reference=answer.reference)
    elif isinstance(answer, Declined):
        give_back(payout, before=[State.SENDING, State.UNKNOWN], after=State.FAILED, reason=answer.reason)
    elif isinstance(answer, NotSent):
        if move(payout, before=[State.SENDING], after=State.APPROVED):
            note(payout, Step.PUT_BACK, said=answer.reason)
    elif move(payout, before=[State.SENDING], after=State.UNKNOWN):
        reason = NOT_KNOWN_YET if isinstance(answer, NeverHeardOf) else answer.reason
        note(payout, Step.NO_ANSWER, said=reason)


@transaction.atomic
def _take_to_ask(payout: Payout) -> bool:
    """Take a payout whose time to ask has come; False while it is too early, or when another worker has it."""
    now = clock.now()
    if payout.state == State.SENDING:
        lost = Payout.objects.filter(pk=payout.pk, state=State.SENDING, tried_at__lte=now - CLAIM)
        if lost.update(state=State.UNKNOWN):
            payout.refresh_from_db()
            note(payout, Step.NO_ANSWER, said=INTERRUPTED)
    asked = PayoutAttempt.objects.filter(payout=payout, step=Step.ASKED).count()
    wait = min(_FIRST_WAIT * 2 ** min(asked, 10), _LONGEST_WAIT)
    due = Payout.objects.filter(pk=payout.pk, state=State.UNKNOWN, tried_at__lte=now - wait)
    return bool(due.update(tried_at=now))


def _sent_long_ago(payout: Payout) -> bool:
    sent = PayoutAttempt.objects.filter(payout=payout, step=Step.SENT).order_by("-pk").first()
    return sent is not None and clock.now() - sent.happened_at >= LONGEST_WAY
