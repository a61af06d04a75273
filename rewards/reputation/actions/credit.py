"""Writing what follows from a question's events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from community.events.models import Event
from rewards.reputation.actions.count import Days, count_days
from rewards.reputation.actions.level import settle_levels
from rewards.reputation.fold import FOLDED, Credit, Key, fold
from rewards.reputation.locks import write_beside_others
from rewards.reputation.models import ReputationChange


@transaction.atomic
def credit_question(*, event: Event) -> list[Credit]:
    """Write the changes that follow from the event's question and are missing, and count again whom they concern.

    Repeating it writes nothing. Trust levels of everybody concerned are settled too. Locks the members' scores.
    Raises NotYet while the company's reputation is rebuilt.
    """
    company_id = int(event.company)
    write_beside_others(company_id)
    events = Event.objects.in_stream(event.company, event.stream).of_types(*FOLDED)
    known = _keys_of(company_id, event.payload["question"])
    missing = [credit for credit in fold(events) if credit.key not in known]
    write_credits(company_id, missing, known)
    count_days(company_id, days_of(missing))
    concerned = {credit.member for credit in missing} | ({int(event.actor)} if event.actor else set())
    settle_levels(company_id, concerned)
    return missing


def write_credits(company_id: int, credits: Sequence[Credit], known: dict[Key, int]) -> None:
    """Write the credits, those that take something back after what they take back; part of the caller's transaction.

    `known` maps the keys of what is written already to its id, and gets the new ones.
    """
    for takes_back in (False, True):
        rows = [_change(company_id, credit, known) for credit in credits if (credit.reverses is not None) == takes_back]
        for row in ReputationChange.objects.bulk_create(rows, batch_size=2000):
            known[row.member_id, row.cause, row.event_id, row.judgement_id] = row.pk


def days_of(credits: Iterable[Credit]) -> Days:
    """Return which days of which members the credits concern."""
    days: Days = {}
    for credit in credits:
        days.setdefault(credit.member, set()).add(credit.day)
    return days


def _keys_of(company_id: int, question: int) -> dict[Key, int]:
    rows = ReputationChange.objects.filter(company_id=company_id, question=question)
    return {
        (member, cause, event, judgement): pk
        for member, cause, event, judgement, pk in rows.values_list("member", "cause", "event", "judgement", "pk")
    }


def _change(company_id: int, credit: Credit, known: dict[Key, int]) -> ReputationChange:
    return ReputationChange(
        company_id=company_id,
        member_id=credit.member,
        points=credit.points,
        cause=credit.cause.value,
        event_id=credit.event,
        judgement_id=credit.judgement,
        question_id=credit.question,
        post=credit.post,
        topic_id=credit.topic,
        rules=credit.rules,
        reverses_id=known[credit.reverses] if credit.reverses else None,
        day=credit.day,
        occurred_at=credit.occurred_at,
    )
