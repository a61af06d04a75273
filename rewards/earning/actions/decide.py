"""Deciding what a deed earns."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum

from community import clock
from community.events.record import record
from rewards.earning.actions.pot import month_now, open_pot
from rewards.earning.actions.sequence import next_sequence
from rewards.earning.deeds import Deed, facts_of
from rewards.earning.events import PointsEarned
from rewards.earning.locks import lock_program
from rewards.earning.models import Earning, PriceList, Program
from rewards.earning.models.earning import EarningQuerySet
from rewards.earning.pricing import UNCAPPED, Decision, Facts, Month, decide
from rewards.earning.purses import pending, pot
from rewards.ledger.actions.post import post

_DECIDED_BEFORE = ("stands_already", "reviewed")


@transaction.atomic
def decide_earning(deed: Deed) -> Earning | None:
    """Decide the deed once, write the decision down, and move what it earns from the month's pot to the member's pending.

    Returns the decision that was made, now or before; None in a company that never set up rewards. A deed whose subject
    has a standing award, or was reviewed and refused by a person, earns nothing, also when that ends later. Records
    PointsEarned when it pays. Locks the programme, then the month's pot.
    """
    program = lock_program(deed.member.company_id)
    if program is None:
        return None
    known = Earning.objects.filter(company=program.company, act=deed.act)
    made = known.filter(source=deed.source).first()
    if made is not None:
        return made
    now = clock.now()
    month = month_now(program.company)
    prices = PriceList.objects.of(program.company).active().first()
    barred = _barred_by_earlier(deed, known.filter(subject=deed.subject))
    known_facts = Facts(act=deed.act, basis=deed.basis, barred=barred)
    facts = known_facts if barred else facts_of(deed, program, prices, now, month)
    decision = _decide(deed, program, prices, facts, month)
    earning = _write(deed, program, prices, facts, decision, month)
    if decision.points:
        _pay(earning, program)
    return earning


def _barred_by_earlier(deed: Deed, decided: EarningQuerySet) -> str:
    """Return the code of what was decided about the same thing before and leaves nothing to earn, "" for nothing."""
    if decided.standing().exists():
        return "stands_already"
    # What a person decided holds whatever happens to the text since, until an appeal is upheld (make_whole).
    last = decided.filter(member=deed.member).exclude(facts__barred__in=_DECIDED_BEFORE).order_by("sequence").last()
    return "reviewed" if last and last.ended_reason == "review" else ""


def _decide(deed: Deed, program: Program, prices: PriceList | None, facts: Facts, month: str) -> Decision:
    if prices is None or not program.is_running:
        return Decision(points=0, refusal=facts.barred)
    pot_left = open_pot(program.company, prices, month)
    return decide(facts, prices.prices, Month(earned=earned_in(deed.member.pk, program, month), pot_left=pot_left))


def earned_in(member_id: int, program: Program, month: str) -> int:
    """Return the points of a month that count towards the member's soft cap."""
    rows = Earning.objects.of(program.company).standing().filter(month=month, member=member_id)
    return int(rows.exclude(act__in=UNCAPPED).aggregate(total=Sum("points"))["total"] or 0)


def _write(
    deed: Deed, program: Program, prices: PriceList | None, facts: Facts, decision: Decision, month: str
) -> Earning:
    now = clock.now()
    paid = bool(decision.points)
    return Earning.objects.create(
        company=program.company,
        member=deed.member,
        by=deed.by,
        act=deed.act,
        source=deed.source,
        subject=deed.subject,
        question_id=deed.question_id,
        answer_id=deed.answer_id,
        price_list=prices if program.is_running else None,
        facts=facts.as_json(),
        points=decision.points,
        reason=decision.reason,
        refusal=decision.refusal,
        params=dict(decision.params),
        month=month,
        sequence=next_sequence(program),
        occurred_at=deed.occurred_at,
        decided_at=now,
        state=Earning.State.PENDING if paid else Earning.State.REFUSED,
        matures_at=now + timedelta(days=program.maturation_days) if paid else None,
    )


def _pay(earning: Earning, program: Program) -> None:
    assert earning.price_list is not None
    post(
        company=program.company,
        kind="earn",
        source=("earning", str(earning.pk)),
        legs={pot(earning.month): -earning.points, pending(earning.member_id): earning.points},
        reason=earning.act,
        price_list_version=earning.price_list.version,
    )
    record(
        PointsEarned(
            company=program.company.key,
            actor="",
            member=earning.member_id,
            earning=earning.pk,
            act=earning.act,
            points=earning.points,
        )
    )
