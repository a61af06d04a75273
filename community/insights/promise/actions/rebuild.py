"""Making the outcomes of a company again from its clocks, and comparing them with what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from accounts.models import Company
from community import clock
from community.events.models import Delivery
from community.insights.clocks.models import Clock
from community.insights.promise.actions.outcomes import FOLLOWS, outcomes_for, write_outcomes
from community.insights.promise.models import Outcome, Promise
from community.insights.promise.queries.overdue import MAKERS
from community.insights.promise.queries.promises import versions_of

_AT_ONCE = 5000
Key = tuple[int, str]


@transaction.atomic
def rebuild_outcomes(company: Company) -> int:
    """Drop the company's outcomes and write them again from its clocks; return how many. Records nothing.

    Part of rebuilding the clocks, which keeps others from writing. Memory stays flat.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM promise_outcome WHERE company_id = %s", [company.pk])
    now = clock.now()
    return sum(len(write_outcomes(batch, now)) for batch in _clocks(company))


def differences(company: Company) -> Iterator[str]:
    """Yield a sentence for each outcome that a rebuild would change. Changes nothing.

    One whose time has run out since it was written is no difference, nor is a question of which the followers have not
    heard everything.
    """
    now, versions = clock.now(), versions_of(company)
    waiting = set(
        Delivery.objects.unfinished().filter(company=company.key, follower__in=MAKERS).values_list("stream", flat=True)
    )
    for batch in _clocks(company):
        known = [each for each in batch if f"question:{each.question_id}" not in waiting]
        yield from _of_clocks(company, known, versions, now)
    clocks = Clock.objects.of(company).first_episodes().filter(question=OuterRef("question"))
    for orphan in Outcome.objects.of(company).exclude(Exists(clocks)).order_by("question", "clause"):
        yield f"question {orphan.question_id}, {orphan.clause}: there is no clock"


def _of_clocks(company: Company, clocks: Sequence[Clock], versions: list[Promise], now: datetime) -> Iterator[str]:
    asked = Outcome.objects.of(company).filter(question__in=[each.question_id for each in clocks])
    stored: dict[Key, Outcome] = {(each.question_id, each.clause): each for each in asked}
    for each in clocks:
        for made in outcomes_for(each, versions, company, now):
            found = stored.pop((made.question_id, made.clause), None)
            if found is None:
                yield f"question {made.question_id}, {made.clause}: there is no outcome"
            elif _values(found) != _values(made) and not _ran_out(found, made, now):
                yield f"question {made.question_id}, {made.clause}: is {found.state}, the clock says {made.state}"
    for question, clause in sorted(stored):
        yield f"question {question}, {clause}: nothing was promised"


def _values(outcome: Outcome) -> tuple[object, ...]:
    return tuple(outcome.promise_id if name == "promise" else getattr(outcome, name) for name in FOLLOWS)


def _ran_out(found: Outcome, made: Outcome, now: datetime) -> bool:
    """Return whether nothing but time parts the two: the deadline passed, and no job has written that down yet."""
    is_due = found.state == Outcome.State.OPEN and found.deadline < now
    return is_due and made.settled_at == found.deadline == made.deadline and made.state != Outcome.State.KEPT


def _clocks(company: Company) -> Iterator[list[Clock]]:
    """Yield the first episodes that a promise may be about, many at once."""
    first = Promise.objects.of(company).order_by("valid_from").first()
    if first is None:
        return
    rows = Clock.objects.of(company).first_episodes().filter(asked_at__gte=first.valid_from).order_by("pk")
    found = rows.iterator(chunk_size=_AT_ONCE)
    while batch := list(islice(found, _AT_ONCE)):
        yield batch
