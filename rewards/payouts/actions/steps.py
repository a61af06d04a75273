"""Moving a payout from one state to the next: the one place that does, and that writes its trail and its points."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from accounts.models import Membership
from community import clock
from community.events.record import record
from rewards.ledger.actions.balances import lock_balances, set_floor
from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, AccountRef
from rewards.payouts.events import PayoutCancelled, PayoutEvent, PayoutFailed, PayoutPaid, PayoutRefused
from rewards.payouts.models import Payout, PayoutAttempt

logger = logging.getLogger(__name__)

State = Payout.State
Step = PayoutAttempt.Step

_SAID = 300
_GIVEN_BACK: Mapping[str, tuple[str, type[PayoutEvent]]] = {
    State.REFUSED: (Step.REFUSED, PayoutRefused),
    State.CANCELLED: (Step.CANCELLED, PayoutCancelled),
    State.FAILED: (Step.FAILED, PayoutFailed),
}


def move(payout: Payout, *, before: Collection[str], after: str, **fields: Any) -> bool:
    """Move the payout to another state if it is in one of those before; return whether it was. The row follows."""
    moved = Payout.objects.filter(pk=payout.pk, state__in=before).update(state=after, **fields)
    if moved:
        payout.refresh_from_db()
    return bool(moved)


def note(payout: Payout, step: str, *, actor: Membership | None = None, said: str = "") -> None:
    """Write a step into the payout's trail; part of the caller's transaction."""
    PayoutAttempt.objects.create(
        company_id=payout.company_id,
        payout=payout,
        step=step,
        actor=actor,
        said=said[:_SAID],
        happened_at=clock.now(),
    )


def note_change(payout: Payout, step: str, said: str = "") -> None:
    """Write a step unless the trail ends with the very same: what is tried every minute fills no page."""
    last = PayoutAttempt.objects.filter(payout=payout).order_by("-pk").first()
    if last is None or (last.step, last.said) != (step, said[:_SAID]):
        note(payout, step, said=said)


@transaction.atomic
def mark_paid(payout: Payout, *, before: Collection[str], reference: str = "", actor: Membership | None = None) -> bool:
    """Note that the payout arrived: its points leave for good. Records PayoutPaid. False when it was settled already."""
    moved = move(payout, before=before, after=State.PAID, settled_at=clock.now(), reference=reference[:100])
    if not moved:
        return False
    _post(payout, "payout_paid", _where_to(payout), actor)
    note(payout, Step.PAID, actor=actor, said=reference)
    tell(PayoutPaid, payout, actor)
    _forget_erased(payout)
    return True


@transaction.atomic
def give_back(
    payout: Payout, *, before: Collection[str], after: str, reason: str, actor: Membership | None = None
) -> bool:
    """End the payout without paying: its points return to the member. Records what it became.

    `after` is refused, cancelled or failed. False when it was settled already.
    """
    step, event = _GIVEN_BACK[after]
    if not move(payout, before=before, after=after, settled_at=clock.now(), reason=reason[:_SAID]):
        return False
    available = AccountRef(Account.Kind.AVAILABLE, payout.member_id)
    _post(payout, "payout_void", available, actor)
    # A balance below zero that has risen keeps no room below it: nobody spends what only a claw-back may take.
    if lock_balances(payout.company, [available])[available].min_balance < 0:
        set_floor(payout.company, available, 0)
    note(payout, step, actor=actor, said=reason)
    tell(event, payout, actor)
    _forget_erased(payout)
    return True


def note_late_payment(payout: Payout, reference: str) -> None:
    """Write down that a payout was paid after its points had gone back: somebody has them twice, and a person decides.

    The books are wrong from now on (checks.py), which stops the company's payouts at the next look.
    """
    logger.error("Payout %s was paid after it had failed: %s", payout.pk, reference)
    note_change(payout, Step.LATE, reference)


def _forget_erased(payout: Payout) -> None:
    """Empty where the money went when its member was erased while it was under way."""
    if payout.forget_when_settled:
        Payout.objects.filter(pk=payout.pk).update(payee="", payee_account="")
        payout.refresh_from_db(fields=["payee", "payee_account"])


def _where_to(payout: Payout) -> AccountRef:
    if payout.method == Payout.Method.CHARITY:
        return AccountRef(Account.Kind.CHARITY, purpose=str(payout.charity_id))
    return AccountRef(Account.Kind.PAID_OUT, purpose=payout.method)


def _post(payout: Payout, kind: str, where_to: AccountRef, actor: Membership | None) -> None:
    post(
        company=payout.company,
        kind=kind,
        source=("payout", str(payout.pk)),
        legs={AccountRef(Account.Kind.PAYOUT_PENDING, payout.member_id): -payout.points, where_to: payout.points},
        actor=actor,
        reason=payout.method,
    )


def tell(kind: type[PayoutEvent], payout: Payout, actor: Membership | None) -> None:
    """Record an event of the payout, in the caller's transaction."""
    record(
        kind(
            company=str(payout.company_id),
            actor=actor.key if actor else "",
            payout=str(payout.pk),
            member=payout.member_id,
            method=payout.method,
            points=payout.points,
        )
    )
