"""Holding points for a person's decision, never refusing them: that only people do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Company, Membership
from community import clock
from community.events.record import record
from community.moderation.actions.decide import record_decision
from community.moderation.models import DecisionRecord
from rewards.earning.actions.hold import hold_earning
from rewards.earning.actions.make_whole import OWED
from rewards.earning.locks import lock_program
from rewards.earning.models import Earning
from rewards.integrity.events import CaseOpened
from rewards.integrity.models import CaseEarning, IntegrityRules, RewardCase
from rewards.integrity.models.case import TARGET_TIME
from rewards.integrity.queries import credits_of, places_of, rules_of, signals_of
from rewards.integrity.queries.looking import is_young
from rewards.integrity.scan import suspicious_pairs
from rewards.integrity.signals import Found, is_suspicious

# Deeds by which one member makes another earn.
_BY_SOMEBODY = (Earning.Act.ACCEPTED, Earning.Act.HELPFUL_VOTE, Earning.Act.REUSE)
_IN_FAVOUR = (RewardCase.State.RELEASED, RewardCase.State.OVERTURNED)


@transaction.atomic
def screen_earning(*, earning_id: int) -> RewardCase | None:
    """Look at one award, and hold it with a case when several signals speak against it; or when its pair has an open case.

    Writes a decision record and tells the member. Returns the case, or None for an award that is let through. Locks the
    company's programme when it holds.
    """
    earning = (
        _undecided()
        .select_related("company", "member", "by", "answer__post")
        .filter(pk=earning_id, by__isnull=False)
        .first()
    )
    if earning is None or earning.by is None:
        return None
    rules = rules_of(earning.company)
    if not rules.is_on:
        return None
    found: Found = {}
    if _open_case_of(earning.member, earning.by) is None:
        found = signals_of(earning, rules)
        if not is_suspicious(found, rules, is_young=is_young(earning.by, earning.occurred_at, rules)):
            return None
    # Only now: everything that is decided about points waits for this lock.
    lock_program(earning.company)
    if not _undecided().filter(pk=earning.pk).exists():
        return None
    case = _open_case_of(earning.member, earning.by)
    if case is not None:
        return _hold(case, [earning], is_told=True)
    return _hold_pair(earning.member, earning.by, [earning], found, rules, RewardCase.Origin.SCREEN) if found else None


def scan_company(company: Company) -> int:
    """Look at all acceptances of the last weeks at once, and hold what suspicious pairs have pending. Return how many pairs.

    Each pair is a transaction of its own, under the lock of the company's programme.
    """
    rules = rules_of(company)
    if not rules.is_on:
        return 0
    since = clock.now() - timedelta(days=rules.young_days)
    young = set(Membership.objects.of(company).filter(joined_at__gt=since).values_list("pk", flat=True))
    pairs = suspicious_pairs(credits_of(company, rules), places_of(company, rules), rules, young=young)
    members = Membership.objects.of(company).in_bulk({pk for pair in pairs for pk in pair})
    held = 0
    for (asker, author), found in sorted(pairs.items()):
        held += _hold_pending(members[author], members[asker], found, rules) is not None
    return held


@transaction.atomic
def _hold_pending(
    member: Membership, counterpart: Membership, found: Found, rules: IntegrityRules
) -> RewardCase | None:
    lock_program(member.company_id)
    pending = (
        _undecided()
        .select_related("company", "member")
        .filter(company=member.company_id, member=member, by=counterpart)
        .order_by("pk")
    )
    earnings = list(pending)
    if not earnings:
        return None
    case = _open_case_of(member, counterpart)
    if case is not None:
        return _hold(case, earnings, is_told=True)
    return _hold_pair(member, counterpart, earnings, found, rules, RewardCase.Origin.SCAN)


def _hold_pair(
    member: Membership,
    counterpart: Membership,
    earnings: list[Earning],
    found: Found,
    rules: IntegrityRules,
    origin: str,
) -> RewardCase | None:
    """Open a case and hold the awards, unless a person has released the pair's points in view of the same signals."""
    earlier = RewardCase.objects.filter(company_id=member.company_id, member=member, counterpart=counterpart)
    last = earlier.order_by("-pk").first()
    if last is not None and last.state in _IN_FAVOUR and set(found) <= set(last.signals):
        return None
    moment = clock.now()
    case = RewardCase.objects.create(
        company_id=member.company_id,
        member=member,
        counterpart=counterpart,
        origin=origin,
        signals=sorted(found),
        evidence=found,
        rules_version=rules.version,
        decide_by=moment + TARGET_TIME,
        created_at=moment,
    )
    record(
        CaseOpened(
            company=str(case.company_id),
            actor="",
            case=case.pk,
            member=member.pk,
            counterpart=counterpart.pk,
            signals=tuple(case.signals),
        )
    )
    return _hold(case, earnings, is_told=False)


def _hold(case: RewardCase, earnings: Iterable[Earning], *, is_told: bool) -> RewardCase:
    """Hold pending awards in the case; the first one is told to the member, unless the case was."""
    for earning in earnings:
        hold_earning(earning, reason="review", params={"case": case.pk})
        CaseEarning.objects.create(company_id=case.company_id, case=case, earning=earning, created_at=clock.now())
        record_decision(
            member=case.member,
            effect=DecisionRecord.Effect.REWARD_HELD,
            target=("earning", earning.pk),
            rule="integrity",
            rule_version=case.rules_version,
            inputs=facts_of(case, earning),
            reason_code="integrity.held",
            source=f"case:{case.pk}",
            tell=not is_told,
        )
        is_told = True
    return case


def facts_of(case: RewardCase, earning: Earning) -> dict[str, object]:
    """Return what a member may know of a decision about an award: kinds of signals, no figures, nobody else."""
    return {
        "signals": case.signals,
        "points": earning.points,
        "question": earning.question_id,
        "answer": earning.answer_id,
        "case": case.pk,
    }


def _undecided() -> QuerySet[Earning]:
    """Return the pending awards of which no person has decided: neither in a case, now or ever, nor after an appeal."""
    return (
        Earning.objects.filter(state=Earning.State.PENDING, act__in=_BY_SOMEBODY)
        .exclude(source__startswith=OWED)
        .exclude(Exists(CaseEarning.objects.filter(earning=OuterRef("pk"))))
    )


def _open_case_of(member: Membership, counterpart: Membership) -> RewardCase | None:
    rows = RewardCase.objects.open().select_related("member")
    return rows.filter(company_id=member.company_id, member=member, counterpart=counterpart).first()
