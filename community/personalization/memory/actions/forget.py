"""Forgetting a person."""

from __future__ import annotations

import numpy as np
from django.db import transaction
from django.db.models import F

from accounts.models import Company, Membership
from accounts.purposes import Purpose
from accounts.queries.consent import consenting, has_consent
from community import clock
from community.personalization.learning.learner import Standing
from community.personalization.memory.folding import packed, unpacked
from community.personalization.memory.locks import write_alone
from community.personalization.memory.models import (
    Count,
    Exposure,
    Helper,
    Learned,
    LearnedAnswer,
    LearnedQuestion,
)


@transaction.atomic
def forget_if_withdrawn(*, member: Membership) -> bool:
    """Delete what was learned of a member who does not agree to it; return whether there was anything.

    Waits for whoever learns for the company. The weights are made again without the member the next night. Exposures go
    by the purpose of their list.
    """
    gone = 0
    if not has_consent(member.pk, Purpose.FEED):
        gone += Exposure.objects.filter(member=member, surface=Exposure.Surface.FEED).delete()[0]
    if not has_consent(member.pk, Purpose.ROUTING):
        gone += Exposure.objects.filter(member=member, surface=Exposure.Surface.OFFERS).delete()[0]
        gone += forget(company_id=member.company_id, member_id=member.pk)
    return bool(gone)


@transaction.atomic
def erase_member(*, membership_id: int) -> None:
    """Delete all that was learned of the member and shown to them, whatever they agreed to."""
    member = Membership.objects.get(pk=membership_id)
    Exposure.objects.filter(member=member).delete()
    forget(company_id=member.company_id, member_id=member.pk)


@transaction.atomic
def forget(*, company_id: int, member_id: int) -> bool:
    """Delete the member's counts, hours and answers, and their row in how everybody stood; return whether any was there.

    A new era begins: every process reads the company's memory anew.
    """
    write_alone(company_id)
    helper = Helper.objects.filter(company=company_id, member=member_id).first()
    if helper is None:
        return False
    place = Helper.objects.filter(company=company_id, position__lt=helper.position).count()
    standing = LearnedQuestion.objects.filter(company=company_id, standing__isnull=False)
    changed = []
    for question in standing.only("pk", "standing").iterator(chunk_size=200):
        before = unpacked(bytes(question.standing or b""))
        if place < before.people:
            rows, model, simple = (
                np.delete(each, place, axis=0) for each in (before.rows, before.model, before.simple)
            )
            question.standing = packed(Standing(rows, model, simple))
            changed.append(question)
    LearnedQuestion.objects.bulk_update(changed, ["standing"], batch_size=100)
    for rows_of in (Count.objects, LearnedAnswer.objects, Helper.objects):
        rows_of.filter(company=company_id, member=member_id).delete()
    mark_stale(company_id, new_era=True)
    return True


def mark_stale(company_id: int, *, new_era: bool = False) -> None:
    """Have what the company learned made again the next night: it carries something that is gone."""
    learned = Learned.objects.filter(company=company_id)
    learned.filter(stale_since__isnull=True).update(stale_since=clock.now())
    if new_era:
        learned.update(era=F("era") + 1)


def forget_leftovers(company: Company) -> int:
    """Forget everybody who does not agree and of whom something is left; return how many."""
    found = 0
    for purpose, surface in ((Purpose.ROUTING, Exposure.Surface.OFFERS), (Purpose.FEED, Exposure.Surface.FEED)):
        agree = consenting(company.pk, purpose).values("pk")
        shown = Exposure.objects.filter(company=company, surface=surface).exclude(member__in=agree)
        members = set(shown.values_list("member", flat=True))
        if purpose == Purpose.ROUTING:
            members |= set(
                Helper.objects.filter(company=company).exclude(member__in=agree).values_list("member", flat=True)
            )
        found += sum(forget_if_withdrawn(member=member) for member in Membership.objects.filter(pk__in=members))
    return found
