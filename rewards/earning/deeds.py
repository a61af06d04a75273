"""Deeds, and what is true of them whatever the prices are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, Sum

from accounts.models import Membership
from rewards.earning.models import Earning, EarningChoice, PriceList, Program
from rewards.earning.models.earning import STANDING
from rewards.earning.pricing import ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, REUSE, Facts

# Votes of accounts that were made for voting.
SHORTEST_MEMBERSHIP = timedelta(days=3)
PAIR_WEEK = timedelta(days=7)
# One credit per person and answer within this time.
REUSE_REST = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that may earn points: who did what, when, and what it hangs on. See Earning for the fields.

    `asker` is the author of the question, who never earns on it but by a make-good.
    """

    act: str
    member: Membership
    source: str
    subject: str
    occurred_at: datetime
    is_live: bool
    by: Membership | None = None
    question_id: int | None = None
    answer_id: int | None = None
    asker_id: int | None = None
    basis: str = ""
    earlier_answers: int = 0


def facts_of(deed: Deed, program: Program, prices: PriceList | None, now: datetime, month: str) -> Facts:
    """Read what is true of the deed now; the caller holds the programme's lock, so that counts stand still."""
    barred = _barred(deed, program, prices, now)
    if barred:
        return Facts(act=deed.act, barred=barred, basis=deed.basis)
    facts = Facts(act=deed.act, basis=deed.basis, kept=_kept(deed))
    if deed.act == FIRST_ANSWER:
        return replace(facts, count=max(deed.earlier_answers, _first_answers_paid(deed)))
    if deed.act == REUSE:
        return replace(facts, count=Earning.objects.counted().filter(act=REUSE, answer=deed.answer_id).count())
    if deed.act == HELPFUL_VOTE:
        return replace(facts, **_vote_counts(deed, now, month))
    return facts


def is_confirmed(member: Membership) -> bool:
    """Return whether the member is a person whose e-mail address is confirmed."""
    return bool(EmailAddress.objects.filter(user=member.person_id, verified=True).exists())


def _barred(deed: Deed, program: Program, prices: PriceList | None, now: datetime) -> str:
    """Return the code of why the deed earns nothing at any price, "" when it may."""
    if not deed.is_live:
        return "not_live"
    if not program.is_running or deed.occurred_at < program.created_at:
        return "no_programme"
    if prices is None:
        return "no_price_list"
    return _barred_member(deed.member, now) or _barred_deed(deed, now)


def _barred_member(member: Membership, now: datetime) -> str:
    if member.kind != Membership.Kind.PERSON or member.person is None or not member.person.is_active:
        return "not_a_person"
    if member.is_company_staff or member.is_admin:
        return "staff"
    if member.is_suspended(now):
        return "suspended"
    if EarningChoice.objects.filter(member=member, declines_points=True).exists():
        return "declined"
    return ""


def _barred_deed(deed: Deed, now: datetime) -> str:
    if deed.act in {ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, REUSE} and deed.asker_id == deed.member.pk:
        return "own_question"
    if deed.by is None:
        return ""
    if deed.by.pk == deed.member.pk:
        return "own_decision"
    if deed.act == HELPFUL_VOTE and now - deed.by.joined_at < SHORTEST_MEMBERSHIP:
        return "voter_new"
    if deed.act in {HELPFUL_VOTE, REUSE} and not is_confirmed(deed.by):
        return "voter_unverified"
    if deed.act == REUSE and _credited_lately(deed, now):
        return "reused_lately"
    return ""


def _credited_lately(deed: Deed, now: datetime) -> bool:
    """Return whether the person has credited the answer within the rest, also when that was reversed since."""
    earlier = Earning.objects.filter(act=REUSE, answer=deed.answer_id, by=deed.by, facts__barred="")
    return earlier.exclude(subject=deed.subject).filter(decided_at__gt=now - REUSE_REST).exists()


def _first_answers_paid(deed: Deed) -> int:
    """Return for how many other answers the member was paid as a new helper and still has points of it.

    Answers alone do not tell: edits make them answers in any order.
    """
    rows = Earning.objects.filter(company=deed.member.company_id, member=deed.member, act=FIRST_ANSWER)
    paid = rows.filter(Q(state__in=STANDING) | Q(shortfall__gt=0)).exclude(subject=deed.subject)
    return paid.values("subject").distinct().count()


def _vote_counts(deed: Deed, now: datetime, month: str) -> dict[str, Any]:
    votes = Earning.objects.counted().filter(act=HELPFUL_VOTE)
    pair = votes.filter(company=deed.member.company_id, member=deed.member, by=deed.by)
    return {
        "count": votes.filter(answer=deed.answer_id).count(),
        "pair_week": pair.filter(decided_at__gt=now - PAIR_WEEK).count(),
        "pair_month": pair.filter(month=month).count(),
    }


def _kept(deed: Deed) -> int:
    """Return what the member still has of earlier awards for the same thing that were taken back."""
    earlier = Earning.objects.filter(
        company=deed.member.company_id, act=deed.act, subject=deed.subject, member=deed.member
    )
    return int(earlier.aggregate(total=Sum("shortfall"))["total"] or 0)
