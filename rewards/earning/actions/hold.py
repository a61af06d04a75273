"""Holding pending points until a person has decided, letting them go, and taking points back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from community import clock
from community.events.record import record
from community.web.errors import NotAllowed
from rewards.earning.actions.sequence import next_sequence
from rewards.earning.events import PointsClawedBack, PointsEvent, PointsHeld, PointsReleased, PointsVoided
from rewards.earning.locks import lock_earning
from rewards.earning.models import Earning, Program
from rewards.earning.purses import CLAWBACK, available, held, pending, pot
from rewards.ledger.actions.balances import lock_balance, lock_balances, set_floor
from rewards.ledger.actions.post import post


@transaction.atomic
def hold_earning(
    earning: Earning, *, reason: str, params: Mapping[str, Any] | None = None, actor: Membership | None = None
) -> Earning:
    """Move pending points to the member's held ones, until released or voided. Records PointsHeld.

    `reason` is a code of rewards.earning.wording.HOLDS. Holding what is held changes nothing. Raises NotAllowed for an
    award that is not pending any more.
    """
    _program, row = lock_earning(earning)
    if row.state == Earning.State.HELD:
        return row
    if row.state != Earning.State.PENDING:
        raise NotAllowed(_("Only pending points can be held."))
    row.state, row.held_at, row.holds = Earning.State.HELD, clock.now(), row.holds + 1
    row.hold_reason, row.hold_params = reason, dict(params or {})
    row.save(update_fields=["state", "held_at", "holds", "hold_reason", "hold_params"])
    _move(row, "hold", {pending(row.member_id): -row.points, held(row.member_id): row.points}, reason, actor)
    record(PointsHeld(**_about(row, actor), reason=reason))
    return row


@transaction.atomic
def release_earning(earning: Earning, *, reason: str = "", actor: Membership | None = None) -> Earning:
    """Make held points pending again, or the member's to spend when their time has come. Records PointsReleased.

    Releasing what is not held changes nothing.
    """
    _program, row = lock_earning(earning)
    if row.state != Earning.State.HELD:
        return row
    now = clock.now()
    assert row.matures_at is not None
    vests = row.matures_at <= now
    row.state = Earning.State.VESTED if vests else Earning.State.PENDING
    row.vested_at = now if vests else None
    row.save(update_fields=["state", "vested_at"])
    to = available(row.member_id) if vests else pending(row.member_id)
    _move(row, "release", {held(row.member_id): -row.points, to: row.points}, reason, actor)
    if vests:
        lift_floor(row)
    record(PointsReleased(**_about(row, actor), vested=vests))
    return row


@transaction.atomic
def void_earning(
    earning: Earning, *, reason: str, params: Mapping[str, Any] | None = None, actor: Membership | None = None
) -> Earning:
    """Take an award back. Points that are pending or held return to the pot of their month; vested ones are clawed back.

    A claw-back stops at the programme's floor; the rest is kept as the earning's shortfall, and a later award for the same
    thing pays that much less. `reason` is a code of rewards.earning.wording.ENDINGS. Records PointsVoided or
    PointsClawedBack. Taking back what does not stand changes nothing.
    """
    program, row = lock_earning(earning)
    if not row.is_standing:
        return row
    was = row.state
    row.ended_at, row.ended_sequence = clock.now(), next_sequence(program)
    row.ended_reason, row.ended_params = reason, dict(params or {})
    if was == Earning.State.VESTED:
        row.state, row.shortfall = Earning.State.CLAWED_BACK, row.points - _claw_back(program, row, reason, actor)
        event: PointsEvent = PointsClawedBack(**_about(row, actor), reason=reason, shortfall=row.shortfall)
    else:
        row.state = Earning.State.VOID
        purse = held(row.member_id) if was == Earning.State.HELD else pending(row.member_id)
        _move(row, "void", {purse: -row.points, pot(row.month): row.points}, reason, actor)
        event = PointsVoided(**_about(row, actor), reason=reason)
    row.save(update_fields=["state", "ended_at", "ended_sequence", "ended_reason", "ended_params", "shortfall"])
    record(event)
    return row


def lift_floor(earning: Earning) -> None:
    """Let nobody spend what only a claw-back may take: a balance below zero that has risen keeps no room below it."""
    ref = available(earning.member_id)
    if lock_balances(earning.company, [ref])[ref].min_balance < 0:
        set_floor(earning.company, ref, 0)


def _claw_back(program: Program, earning: Earning, reason: str, actor: Membership | None) -> int:
    """Take vested points back, down to the floor; return how many that were."""
    ref = available(earning.member_id)
    # The company's own account before the member's, as everybody locks.
    lock_balance(earning.company, CLAWBACK)
    left = lock_balances(earning.company, [ref])[ref].posted
    taken = max(0, min(earning.points, left + program.clawback_floor))
    if not taken:
        return 0
    set_floor(earning.company, ref, -program.clawback_floor)
    _move(earning, "clawback", {ref: -taken, CLAWBACK: taken}, reason, actor)
    set_floor(earning.company, ref, 0)
    return taken


def _move(earning: Earning, kind: str, legs: Mapping[Any, int], reason: str, actor: Membership | None) -> None:
    """Post the transfer. An award can be held and released several times, each under its own number."""
    number = f":{earning.holds}" if kind in {"hold", "release"} else ""
    post(
        company=earning.company,
        kind=kind,
        source=("earning", f"{earning.pk}{number}"),
        legs=legs,
        reason=reason or earning.act,
        actor=actor,
        price_list_version=earning.price_list.version if earning.price_list else None,
    )


def _about(earning: Earning, actor: Membership | None) -> dict[str, Any]:
    return {
        "company": earning.company.key,
        "actor": actor.key if actor else "",
        "member": earning.member_id,
        "earning": earning.pk,
        "act": earning.act,
        "points": earning.points,
    }
