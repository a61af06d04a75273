"""Learning and forgetting in the background."""

from __future__ import annotations

from typing import Final

from celery import shared_task
from django.db import transaction
from django.db.models import Q

from accounts.companies import for_each_company
from accounts.models import Company
from community.personalization.memory.actions.forget import forget_leftovers
from community.personalization.memory.actions.learn import BATCH, learn_batch
from community.personalization.memory.actions.rebuild import rebuild_memory
from community.personalization.memory.locks import rebuild_if_free
from community.personalization.memory.models import Exposure, Helper, Lesson, Look, NotMe
from community.personalization.memory.queries.teaching import needs_rebuild

_FAILED: Final = "What company %s learns could not be kept up."
# So many batches are learned before others have their turn: about three seconds' worth, every five seconds.
_TURN: Final = 6


@shared_task(name="memory.sweep", expires=30)
def sweep() -> int:
    """Learn what stayed behind in any company: backlogs, killed workers. Return how many lessons were looked at.

    A batch for each company, and once more, until nothing waits or so many were looked at that others have their turn:
    the next sweep goes on.
    """
    waiting, done = Company.objects.filter(pk__in=Lesson.objects.waiting().values("company")), 0
    while done < _TURN * BATCH:
        looked_at = sum(for_each_company(learn_batch, failed=_FAILED, among=waiting))
        if not looked_at:
            break
        done += looked_at
    return done


@shared_task(name="memory.forget", expires=3600)
def forget() -> int:
    """Forget everybody who does not agree and of whom something is left; return how many."""
    known = Q()
    for rows in (Helper.objects, Exposure.objects, Look.objects, NotMe.objects):
        known |= Q(pk__in=rows.values("company"))
    return sum(for_each_company(forget_leftovers, failed=_FAILED, among=Company.objects.filter(known)))


@shared_task(name="memory.rebuild", expires=12 * 3600, soft_time_limit=3 * 3600, time_limit=3 * 3600 + 60)
def rebuild() -> int:
    """Make again what companies learned that carries something gone, or lacks an import; return how many companies.

    So nobody who withdrew moves a weight for longer than a day. A company that is being made again is left out: a broker
    that waited long for this task may start it a second time.
    """
    return sum(for_each_company(_rebuild_if_needed, failed=_FAILED, among=Company.objects.all()))


@transaction.atomic
def _rebuild_if_needed(company: Company) -> int:
    if not rebuild_if_free(company.pk) or not needs_rebuild(company):
        return 0
    rebuild_memory(company)
    return 1
