"""Forgetting a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Final

import numpy as np
from django.db import transaction
from django.db.models import F

from accounts.models import Company, Membership
from accounts.purposes import Purpose
from accounts.queries.consent import consenting, has_consent
from community import clock
from community.personalization.learning.learner import Standing
from community.personalization.memory.folding import packed, unpacked
from community.personalization.memory.locks import write_alone, write_or_come_back
from community.personalization.memory.models import (
    Count,
    Exposure,
    Helper,
    Learned,
    LearnedAnswer,
    LearnedQuestion,
    Look,
    NotMe,
)

_SURFACES: Final = {Purpose.ROUTING: Exposure.Surface.OFFERS, Purpose.FEED: Exposure.Surface.FEED}
# What a list showed is kept for so long.
_SHOWN_FOR: Final = timedelta(days=90)
# Of a thousand helpers one takes 80 KB.
_STANDINGS: Final = 50


@transaction.atomic
def forget_if_withdrawn(*, member: Membership) -> bool:
    """Delete what was learned of a member who does not agree to it; return whether there was anything.

    Waits for whoever learns for the company. The weights are made again without the member the next night. Exposures go
    by the purpose of their list.
    """
    write_alone(member.company_id)
    withdrawn = [purpose for purpose in _SURFACES if not has_consent(member.pk, purpose)]
    return sum(forget_withdrawn(member=member, purpose=purpose) for purpose in withdrawn) > 0


@transaction.atomic
def forget_withdrawn(*, member: Membership, purpose: str) -> bool:
    """Delete what was kept of the member for one purpose, even if they agree again by now; return whether there was any.

    What they do after the second yes is learned again, at the latest the next night. What they say not to be is kept
    while they agree to one of the lists, also to this one again: it goes with the last yes that uses it. Raises NotYet
    while somebody writes what the company learned, if that is to change: reading leaves out who does not agree until then.
    """
    if purpose not in _SURFACES:
        return False
    if purpose == Purpose.ROUTING:
        write_or_come_back(member.company_id)
    surface = _SURFACES[Purpose(purpose)]
    gone, _rows = Exposure.objects.filter(member=member, surface=surface).delete()
    gone += Look.objects.filter(member=member, surface=surface).delete()[0]
    if purpose == Purpose.ROUTING:
        gone += forget(company_id=member.company_id, member_id=member.pk)
    # Who agrees to one of the two still wants to have it left out there.
    if not any(has_consent(member.pk, each) for each in _SURFACES):
        gone += NotMe.objects.filter(member=member).delete()[0]
    return bool(gone)


@transaction.atomic
def erase_member(*, membership_id: int) -> None:
    """Delete all that was learned of the member and shown to them, whatever they agreed to."""
    member = Membership.objects.get(pk=membership_id)
    Exposure.objects.filter(member=member).delete()
    NotMe.objects.filter(member=member).delete()
    Look.objects.filter(member=member).delete()
    forget(company_id=member.company_id, member_id=member.pk)


@transaction.atomic
def forget(*, company_id: int, member_id: int) -> bool:
    """Delete the member's counts, hours and answers, and their row in how everybody stood; return whether any was there.

    Waits for whoever learns for the company. A new era begins: every process reads the company's memory anew.
    """
    write_alone(company_id)
    helper = Helper.objects.filter(company=company_id, member=member_id).first()
    if helper is None:
        return False
    place = Helper.objects.filter(company=company_id, position__lt=helper.position).count()
    changed = _standings_without(company_id, place)
    while some := list(islice(changed, _STANDINGS)):
        LearnedQuestion.objects.bulk_update(some, ["standing"])
    for rows_of in (Count.objects, LearnedAnswer.objects, Helper.objects):
        rows_of.filter(company=company_id, member=member_id).delete()
    mark_stale(company_id, new_era=True)
    return True


def _standings_without(company_id: int, place: int) -> Iterator[LearnedQuestion]:
    """Yield the questions at which the helper in this place stood, with everybody else's rows."""
    standing = LearnedQuestion.objects.filter(company=company_id, standing__isnull=False)
    for question in standing.only("pk", "standing").iterator(chunk_size=_STANDINGS):
        before = unpacked(bytes(question.standing or b""))
        if place < before.people:
            rows, model, simple = (
                np.delete(each, place, axis=0) for each in (before.rows, before.model, before.simple)
            )
            question.standing = packed(Standing(rows, model, simple))
            yield question


@transaction.atomic
def unlearn_question(*, company_id: int, question_id: int) -> None:
    """Have what was learned made again the next night if the question was learned. Raises NotYet while somebody learns."""
    write_or_come_back(company_id)
    if LearnedQuestion.objects.filter(company=company_id, question=question_id).exists():
        mark_stale(company_id)


@transaction.atomic
def relearn(*, company_id: int) -> None:
    """Have what was learned made again the next night. Raises NotYet while somebody learns."""
    write_or_come_back(company_id)
    mark_stale(company_id)


def mark_stale(company_id: int, *, new_era: bool = False) -> None:
    """Have what the company learned made again the next night: it carries what is gone, or lacks what is back."""
    learned = Learned.objects.filter(company=company_id)
    learned.filter(stale_since__isnull=True).update(stale_since=clock.now())
    if new_era:
        learned.update(era=F("era") + 1)


def forget_leftovers(company: Company) -> int:
    """Forget everybody who does not agree and of whom something is left; return how many.

    Old exposures and looks go as well.
    """
    found = 0
    for shown_in in (Exposure.objects, Look.objects):
        shown_in.filter(company=company, shown_at__lt=clock.now() - _SHOWN_FOR).delete()
    use_none = NotMe.objects.filter(company=company)
    for purpose in _SURFACES:
        use_none = use_none.exclude(member__in=consenting(company.pk, purpose).values("pk"))
    left = Membership.objects.filter(pk__in=use_none.values("member"))
    found += sum(forget_if_withdrawn(member=member) for member in left)
    for purpose, surface in _SURFACES.items():
        agree = consenting(company.pk, purpose).values("pk")
        members: set[int] = set()
        for shown_in in (Exposure.objects, Look.objects):
            shown = shown_in.filter(company=company, surface=surface).exclude(member__in=agree)
            members |= set(shown.values_list("member", flat=True))
        if purpose == Purpose.ROUTING:
            members |= set(
                Helper.objects.filter(company=company).exclude(member__in=agree).values_list("member", flat=True)
            )
        found += sum(forget_if_withdrawn(member=member) for member in Membership.objects.filter(pk__in=members))
    return found
