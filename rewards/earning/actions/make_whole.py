"""Paying an award after all that a person refused by mistake."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from accounts.models import Membership
from community import clock
from community.events.record import record
from rewards.earning.actions.award import _still_holds
from rewards.earning.actions.sequence import next_sequence
from rewards.earning.events import PointsEarned
from rewards.earning.locks import lock_program
from rewards.earning.models import Earning, Program
from rewards.earning.purses import FUNDING, pending, pot
from rewards.ledger.actions.balances import lock_balance
from rewards.ledger.actions.post import post

# What sources of such awards begin with.
OWED: Final = "appeal:"


@transaction.atomic
def make_whole(*, earning: Earning, case: int, actor: Membership) -> Earning | None:
    """Award again, once, exactly the points of an award that was voided, as if it had never been.

    The new award has the prices, the month and the time of vesting of the old one, whatever the cap and the prices of
    today are. `case` numbers the review that refused it. What the month's pot does not hold any more comes from the
    company's money. Records PointsEarned. Returns None where what earned the points does not hold any more, or has a
    standing award already: nothing is paid then. Locks the programme.
    """
    program = lock_program(earning.company_id)
    answer = earning.answer
    if program is None or earning.state != Earning.State.VOID or answer is None or not _still_holds(earning, answer):
        return None
    source = f"{OWED}{case}:{earning.subject}"
    decided = Earning.objects.filter(company=program.company, act=earning.act)
    known = decided.filter(source=source).first()
    if known is not None:
        return known
    if decided.standing().filter(subject=earning.subject).exists():
        return None
    made = _write(earning, source, program)
    _pay(made, program, actor)
    return made


def _write(earning: Earning, source: str, program: Program) -> Earning:
    now = clock.now()
    assert earning.matures_at is not None, "what was paid once had a time to vest"
    return Earning.objects.create(
        company=program.company,
        member=earning.member,
        by=earning.by,
        act=earning.act,
        source=source,
        subject=earning.subject,
        question=earning.question,
        answer=earning.answer,
        price_list=earning.price_list,
        facts=earning.facts,
        points=earning.points,
        reason=earning.reason,
        params=earning.params,
        month=earning.month,
        sequence=next_sequence(program),
        occurred_at=earning.occurred_at,
        decided_at=now,
        state=Earning.State.PENDING,
        matures_at=max(now, earning.matures_at),
    )


def _pay(made: Earning, program: Program, actor: Membership) -> None:
    assert made.price_list is not None
    missing = made.points - max(0, lock_balance(program.company, pot(made.month)))
    if missing > 0:
        post(
            company=program.company,
            kind="fund",
            source=("made_whole", str(made.pk)),
            legs={FUNDING: -missing, pot(made.month): missing},
            reason="made_whole",
            actor=actor,
        )
    post(
        company=program.company,
        kind="earn",
        source=("earning", str(made.pk)),
        legs={pot(made.month): -made.points, pending(made.member_id): made.points},
        reason=made.act,
        actor=actor,
        price_list_version=made.price_list.version,
    )
    record(
        PointsEarned(
            company=program.company.key,
            actor="",
            member=made.member_id,
            earning=made.pk,
            act=made.act,
            points=made.points,
        )
    )
