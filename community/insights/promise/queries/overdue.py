"""Whose time is over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Company
from community.events.models import Delivery, Event
from community.insights.promise.models import Breach, Outcome

# Who makes the clocks, and who makes the outcomes from them. As long as they are behind, nobody knows what is broken.
CLOCKS = "clocks.follow"
PAUSES = "clocks.pause"
OUTCOMES = "promise.outcomes"
MAKERS = (CLOCKS, OUTCOMES)


def questions_to_settle(company: Company, now: datetime, *, news_since: datetime) -> QuerySet[Outcome, int]:
    """Return the questions with an outcome that is overdue, or broken since then and not recorded; the oldest first.

    Those whose events have not all reached the outcomes are left out.
    """
    recorded = Breach.objects.filter(company=company, question=OuterRef("question"), clause=OuterRef("clause"))
    overdue = Q(state=Outcome.State.OPEN, deadline__lt=now)
    unsaid = Q(state=Outcome.State.BROKEN, is_live=True, deadline__gte=news_since) & ~Exists(recorded)
    stream = Concat(Value("question:"), Cast(OuterRef("question"), CharField()), output_field=CharField())
    behind = Delivery.objects.unfinished().filter(company=company.key, follower__in=MAKERS, stream=stream)
    return (
        Outcome.objects.of(company)
        .filter(overdue | unsaid)
        .exclude(Exists(behind))
        .values("question")
        .annotate(first=Min("deadline"))
        .order_by("first", "question")
        .values_list("question", flat=True)
    )


def is_waiting(event: Event, follower: str) -> bool:
    """Return whether the follower has not come to the event yet, or to one before it."""
    waiting = Delivery.objects.unfinished().filter(company=event.company, stream=event.stream, follower=follower)
    return waiting.filter(stream_seq__lte=event.stream_seq).exists()


def is_behind(company: Company, question_id: int) -> bool:
    """Return whether something happened to the question that the outcomes do not know yet."""
    waiting = Delivery.objects.unfinished().filter(company=company.key, stream=f"question:{question_id}")
    return waiting.filter(follower__in=MAKERS).exists()
