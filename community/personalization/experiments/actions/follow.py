"""Collecting what became of questions and members from what happens."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from community.events.models import Event
from community.personalization.experiments.fold import FOLDED, fold
from community.personalization.experiments.models import Exposure, OptOut, QuestionOutcome
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.personalization.experiments.treatments import Unit


@transaction.atomic
def follow_question(*, event: Event) -> None:
    """Write what became of the event's question by this event. Safe to repeat. Only live questions count."""
    company, question = int(event.company), event.payload["question"]
    happened = Event.objects.in_stream(event.company, event.stream).of_types(*FOLDED)
    read = fold(happened.filter(stream_seq__lte=event.stream_seq))
    if read.asked_at is None:
        return
    QuestionOutcome.objects.update_or_create(
        company_id=company,
        question_id=question,
        defaults={
            "is_held_out": in_hold_out(company, f"question:{question}"),
            "is_counted": read.is_counted,
            "asked_at": read.asked_at,
            "offered_at": read.offered_at,
            "answered_at": read.answered_at,
            "solved_at": read.solved_at,
            "failed_at": read.failed_at,
            "ended_at": read.ended_at,
        },
    )


@transaction.atomic
def follow_helper(*, event: Event) -> None:
    """Note that a member who is part of an experiment answered somebody, when this is their first answer since."""
    facts = event.payload
    if facts["by_asker"] or not facts["substantive"] or not event.actor or not event.is_live:
        return
    _of_member(event.company, int(event.actor)).filter(
        helped_at__isnull=True, exposed_at__lte=event.occurred_at
    ).update(helped_at=event.occurred_at)


@transaction.atomic
def follow_withdrawal(*, event: Event, forget: bool) -> None:
    """Count that a member of an arm switched something off; with `forget` the arm keeps the count and not the member."""
    rows = _of_member(event.company, event.payload["member"])
    if not forget:
        rows.filter(opted_out_at__isnull=True).update(opted_out_at=event.occurred_at)
        return
    forget_exposures(event.company, Q(subject=event.payload["member"]))


def forget_exposures(company: str, which: Q) -> int:
    """Replace exposures of members by anonymous counts, in the caller's transaction; return how many."""
    rows = list(_of_members(company).filter(which).select_for_update(of=("self",)))
    OptOut.objects.bulk_create(
        OptOut(company_id=row.company_id, experiment_id=row.experiment_id, variant=row.variant) for row in rows
    )
    Exposure.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _of_members(company: str) -> QuerySet[Exposure]:
    return Exposure.objects.filter(company=int(company), experiment__unit=Unit.MEMBER)


def _of_member(company: str, member: int) -> QuerySet[Exposure]:
    return _of_members(company).filter(subject=member)
