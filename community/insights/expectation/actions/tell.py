"""Writing down what somebody was told when they asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Company
from community.insights.expectation.models import Expectation
from community.insights.expectation.queries.said import expected_at


@transaction.atomic
def keep_what_was_said(*, company: Company, question: int, topic: int, language: str, asked_at: datetime) -> bool:
    """Store the expected time that was in force when the question was asked; return whether there was one.

    Once for each question, however often it is called. What is computed later changes nothing here.
    """
    expected = expected_at(company, asked_at, language=language, topic=topic)
    if expected is None:
        return False
    said = Expectation(
        question_id=question,
        company=company,
        asked_at=asked_at,
        p50=expected.p50,
        p80=expected.p80,
        n=expected.n,
        events=expected.events,
        as_of=expected.as_of,
        definition=expected.definition,
        version=expected.version,
    )
    Expectation.objects.bulk_create([said], ignore_conflicts=True)
    return True
