"""Sending payouts, and finding out what became of them. Never within a transaction: claim, do, mark done."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from community import clock
from community.web.errors import NotAllowed
from rewards.ledger.models import Freeze
from rewards.ledger.policies import check_payouts_run
from rewards.payouts.actions.steps import (
    State,
    Step,
    give_back,
    mark_paid,
    move,
    note,
    note_change,
    note_late_payment,
)
from rewards.payouts.models import CreditWebhook, Payout
from rewards.payouts.models.payout import PayoutQuerySet
from rewards.payouts.providers import provider_of
from rewards.payouts.providers.base import Answer, Arrived, Declined, NeverHeardOf, NotSent
from rewards.payouts.wording import INTERRUPTED, NEVER_ARRIVED, NOT_KNOWN_YET

# As long as a task may run, and some more: by then the worker that held the claim is gone.
CLAIM: Final = timedelta(minutes=3)
# After so long nothing that was sent can still be on its way to a provider that says it never heard of it.
LONGEST_WAY: Final = timedelta(minutes=15)
_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=6)
# In one run, which begins every minute: a system that is away takes ten seconds for each.
_MOST_OF_A_COMPANY: Final = 5
_MOST_IN_A_RUN: Final = 100


def send_payout(key: UUID) -> bool:
    """Send an approved payout to its provider and note what came of it; return whether this call sent it.

    Whoever claims it sends it: the others, and calls for payouts that are not approved or are made by hand, do nothing.
    While the company's payouts are frozen, or have nowhere to go, nothing is sent. An unclear answer leaves it "being
    checked"; what did not leave is tried again, ever more seldom.
    """
    payout = Payout.objects.select_related("company", "member").filter(pk=key, state=State.APPROVED).first()
    if payout is None or provider_of(payout).by_hand or not _payouts_run(payout):
        return False
    address = provider_of(payout).address(payout)
    if address is None or not _claim(payout, address):
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
        note_change(payout, Step.ASKED, NOT_KNOWN_YET if isinstance(answer, NeverHeardOf) else answer.reason)
    return False


def due_to_send() -> list[UUID]:
    """Return the approved payouts that a worker should send now: of each company the oldest few, in turns.

    None of companies whose payouts are frozen, and no credit of companies without an address for it.
    """
    frozen = Freeze.objects.standing().values("company")
    nowhere = ~Q(company__in=CreditWebhook.objects.values("company")) & Q(method=Payout.Method.CREDIT)
    return _in_turns(Payout.objects.filter(state=State.APPROVED).exclude(company__in=frozen).exclude(nowhere))


def due_to_ask() -> list[UUID]:
    """Return the payouts after which a worker should ask now: of each company the oldest few, in turns."""
    lost = Q(state=State.SENDING, tried_at__lte=clock.now() - CLAIM)
    return _in_turns(Payout.objects.filter(lost | Q(state=State.UNKNOWN)))


def _in_turns(rows: PayoutQuerySet) -> list[UUID]:
    """Return the keys of due payouts so that a company whose system is away keeps no other waiting for long."""
    due = rows.exclude(method=Payout.Method.CASH).filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=clock.now()))
    turn = Window(RowNumber(), partition_by=F("company"), order_by=[F("next_try_at").asc(nulls_first=True), F("pk")])
    chosen = due.annotate(turn=turn).filter(turn__lte=_MOST_OF_A_COMPANY).order_by("turn", "requested_at", "pk")
    return list(chosen.values_list("pk", flat=True)[:_MOST_IN_A_RUN])


def _payouts_run(payout: Payout) -> bool:
    try:
        check_payouts_run(payout.company)
    except NotAllowed:
        return False
    return True


@transaction.atomic
def _claim(payout: Payout, address: str) -> bool:
    now = clock.now()
    again = payout.attempts.order_by("-pk").values_list("step", flat=True).first() == Step.PUT_BACK
    fields = {"tried_at": now, "sent_at": now, "sent_to": address}
    if not move(payout, before=[State.APPROVED], after=State.SENDING, **fields):
        return False
    if not again:
        note(payout, Step.SENT)
    return True


@transaction.atomic
def _settle_sent(payout: Payout, answer: Answer) -> None:
    """Note what the provider answered, unless another worker has taken the payout for lost meanwhile."""
    now = clock.now()
    if isinstance(answer, Arrived):
        if not mark_paid(payout, before=[State.SENDING, State.UNKNOWN], reference=answer.reference):
            _look_at_late_payment(payout, answer.reference)
    elif isinstance(answer, Declined):
        give_back(payout, before=[State.SENDING, State.UNKNOWN], after=State.FAILED, reason=answer.reason)
    elif isinstance(answer, NotSent):
        again = {"next_try_at": now + _wait(payout.tries), "tries": F("tries") + 1}
        if move(payout, before=[State.SENDING], after=State.APPROVED, **again):
            note_change(payout, Step.PUT_BACK, answer.reason)
    elif move(payout, before=[State.SENDING], after=State.UNKNOWN, next_try_at=now + _FIRST_WAIT, tries=0):
        reason = NOT_KNOWN_YET if isinstance(answer, NeverHeardOf) else answer.reason
        note(payout, Step.NO_ANSWER, said=reason)


@transaction.atomic
def _take_to_ask(payout: Payout) -> bool:
    """Take a payout whose time to ask has come; False while it is too early, or when another worker has it."""
    now = clock.now()
    if payout.state == State.SENDING:
        lost = Payout.objects.filter(pk=payout.pk, state=State.SENDING, tried_at__lte=now - CLAIM)
        if lost.update(state=State.UNKNOWN, next_try_at=None, tries=0):
            payout.refresh_from_db()
            note(payout, Step.NO_ANSWER, said=INTERRUPTED)
    due = Payout.objects.filter(pk=payout.pk, state=State.UNKNOWN).filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    )
    return bool(due.update(tried_at=now, next_try_at=now + _wait(payout.tries + 1), tries=F("tries") + 1))


def _wait(tries: int) -> timedelta:
    """Return how long to wait after so many attempts that changed nothing: twice as long each time."""
    return min(_FIRST_WAIT * (1 << min(tries, 10)), _LONGEST_WAIT)


def _sent_long_ago(payout: Payout) -> bool:
    return payout.sent_at is not None and clock.now() - payout.sent_at >= LONGEST_WAY


def _look_at_late_payment(payout: Payout, reference: str) -> None:
    payout.refresh_from_db()
    if payout.state == State.FAILED:
        note_late_payment(payout, reference)
