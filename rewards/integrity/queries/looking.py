"""What the rules look at: acceptances, and from where members act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, QuerySet

from accounts.models import Company, Membership
from community import clock
from community.questions.models import Acceptance
from rewards.earning.models import Earning
from rewards.integrity.models import IntegrityRules, Trace
from rewards.integrity.models.trace import KEPT
from rewards.integrity.scan import Credit, Places, places_from, places_shared
from rewards.integrity.signals import (
    BURST,
    ONE_AUTHOR,
    RECIPROCITY,
    Found,
    mailbox_of,
    shows_one_author,
    shows_reciprocity,
)

# As long as habits of accepting are remembered when one acceptance is looked at.
_HABITS: Final = timedelta(days=90)


def credits_of(company: Company, rules: IntegrityRules) -> list[Credit]:
    """Return the standing acceptances of the days that the nightly look covers, but of one's own answers. One query."""
    rows = _acceptances(company, clock.now() - timedelta(days=rules.scan_days)).values_list(
        "accepted_by", "answer__post__author", "question__topic", "accepted_at", "answer__post__created_at",
        "accepted_by__joined_at",
    )  # fmt: skip
    young = timedelta(days=rules.young_days)
    return [
        Credit(asker, author, topic, (accepted - posted).total_seconds(), accepted - joined < young)
        for asker, author, topic, accepted, posted, joined in rows
    ]


def places_of(company: Company, rules: IntegrityRules, members: Collection[int] | None = None) -> Places:
    """Return from where members act, those given or all, without what a crowd shares. Four queries."""
    traces = Trace.objects.filter(company=company, day__gt=(clock.now() - KEPT).date())
    people = Membership.objects.of(company).filter(person__isnull=False)
    if members is not None:
        traces, people = traces.filter(member__in=members), people.filter(pk__in=members)
    seen = list(traces.values_list("member", "address_key", "device_key").distinct())
    return places_from(
        seen,
        rules,
        at_address=_members_with(company, "address_key", {address for _member, address, _device in seen}),
        on_device=_members_with(company, "device_key", {device for _member, _address, device in seen}),
        mailboxes={pk: mailbox_of(email) for pk, email in people.values_list("pk", "person__email")},
    )


def signals_of(earning: Earning, rules: IntegrityRules) -> Found:
    """Return what one acceptance or vote shows, with what its pair did before. Needs `by`, `member` and `company`."""
    assert earning.by is not None, "somebody accepted or voted"
    asker, author = earning.by, earning.member
    found = _habits(earning.company, asker, author, rules)
    found |= _burst(earning, asker, rules)
    places = places_of(earning.company, rules, [asker.pk, author.pk])
    return found | places_shared(asker.pk, author.pk, places)


def is_young(member: Membership, moment: datetime, rules: IntegrityRules) -> bool:
    """Return whether the member had joined lately at a moment."""
    return moment - member.joined_at < timedelta(days=rules.young_days)


def _habits(company: Company, asker: Membership, author: Membership, rules: IntegrityRules) -> Found:
    now = clock.now()
    since = now - timedelta(days=rules.reciprocal_days)
    by_asker = _acceptances(company, now - _HABITS).filter(accepted_by=asker)
    mine: list[tuple[Any, ...]] = list(by_asker.values_list("answer__post__author", "question__topic", "accepted_at"))
    to_author = [topic for receiver, topic, _at in mine if receiver == author.pk]
    found: Found = {}
    if len(mine) >= rules.share_least and len(to_author) * 100 > len(mine) * rules.share_percent:
        chance = _chance(company, asker, author, [topic for _receiver, topic, _at in mine], now - _HABITS)
        if shows_one_author(len(mine), len(to_author), chance, rules):
            found[ONE_AUTHOR] = {"given": len(mine), "to_author": len(to_author)}
    there = sum(receiver == author.pk and at >= since for receiver, _topic, at in mine)
    if there >= rules.reciprocal_least:
        back = _acceptances(company, since).filter(accepted_by=author, answer__post__author=asker).count()
        if shows_reciprocity(there, back, rules):
            found[RECIPROCITY] = {"there": there, "back": back}
    return found


def _chance(company: Company, asker: Membership, author: Membership, topics: list[int], since: datetime) -> float:
    """Return how often everybody else accepts the author in these topics, as the nightly look reckons it."""
    others = _acceptances(company, since).filter(question__topic__in=set(topics)).exclude(accepted_by=asker)
    totals = _by_topic(others)
    received = _by_topic(others.filter(answer__post__author=author))
    chances = ((received.get(topic, 0) + 0.5) / (totals.get(topic, 0) + 1) for topic in topics)
    return min(1.0, sum(chances) / len(topics))


def _by_topic(rows: QuerySet[Acceptance]) -> dict[int, int]:
    return dict(rows.order_by().values_list("question__topic").annotate(count=Count("pk")))


def _burst(earning: Earning, asker: Membership, rules: IntegrityRules) -> Found:
    if earning.act != Earning.Act.ACCEPTED or earning.answer is None:
        return {}
    seconds = (earning.occurred_at - earning.answer.post.created_at).total_seconds()
    if not (0 <= seconds <= rules.burst_seconds and is_young(asker, earning.occurred_at, rules)):
        return {}
    return {BURST: {"seconds": int(seconds)}}


def _acceptances(company: Company, since: datetime) -> QuerySet[Acceptance]:
    """Return the standing acceptances of others' answers by those who asked."""
    return Acceptance.objects.filter(
        company=company, revoked_at__isnull=True, basis=Acceptance.Basis.ASKER, accepted_at__gte=since
    ).exclude(answer__post__author=F("accepted_by"))


def _members_with(company: Company, key: str, values: set[str]) -> dict[str, int]:
    """Return how many members of the company act with each of the keys."""
    rows = Trace.objects.filter(company=company, **{f"{key}__in": values}).order_by().values(key)
    return dict(rows.annotate(members=Count("member", distinct=True)).values_list(key, "members"))
