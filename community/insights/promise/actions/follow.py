"""Writing what a promise is for a question as soon as its clock has changed."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Company
from community import clock
from community.events.followers import NotYet
from community.events.models import Event
from community.insights.clocks.locks import write_alone, write_beside_others
from community.insights.clocks.models import Clock
from community.insights.promise.actions.outcomes import write_outcomes
from community.insights.promise.models import Outcome
from community.insights.promise.queries.overdue import CLOCKS, PAUSES, is_waiting

_AT_ONCE = 1000


@transaction.atomic
def follow_question(*, event: Event) -> int:
    """Write the outcomes of the event's question from its clock; return how many. Repeating it writes the same.

    Two followers of a stream go at their own pace: raises NotYet until the clocks know the event, and while they are
    rebuilt.
    """
    if is_waiting(event, CLOCKS):
        raise NotYet("The clocks do not know of this yet.")
    company = Company.objects.get(pk=int(event.company))
    write_beside_others(company.pk)
    clocks = Clock.objects.of(company).first_episodes().filter(question=event.payload["question"])
    return len(write_outcomes(clocks, clock.now()))


@transaction.atomic
def follow_pause(*, event: Event) -> int:
    """Write the outcomes that could still be kept when the company closed its community; return how many.

    Raises NotYet until the clocks know of it. Keeps others from writing outcomes until the transaction ends.
    """
    if is_waiting(event, PAUSES):
        raise NotYet("The clocks do not know of this yet.")
    company = Company.objects.get(pk=int(event.company))
    write_alone(company.pk)
    concerned = Outcome.objects.of(company).filter(asked_at__lte=event.occurred_at, deadline__gte=event.occurred_at)
    questions = sorted(set(concerned.values_list("question", flat=True)))
    written = 0
    for start in range(0, len(questions), _AT_ONCE):
        clocks = Clock.objects.of(company).first_episodes().filter(question__in=questions[start : start + _AT_ONCE])
        written += len(write_outcomes(clocks, clock.now()))
    return written
