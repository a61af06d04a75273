"""What is expected, said, warned of and assumed in Bolt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import Membership
from community import clock
from community.insights.expectation.models import Expectation, ExpectedTime
from community.insights.speed.models import Alert, ValueAssumptions
from community.questions.models import Question


def speed_of(question: Question, helper: Membership, boss: Membership, secret: str) -> dict[str, Any]:
    """Make one of each, and return them by name."""
    company, now = question.company, clock.now()
    figures = {
        "p50": timedelta(minutes=7), "p80": timedelta(hours=7), "n": 77, "events": 70, "as_of": question.asked_at,
        "definition": "expected_answer", "version": 1,
    }  # fmt: skip
    facts = {"member": helper.pk, "count": 70, "n": 77, "people": 2}
    ValueAssumptions.objects.create(company=company, version=1, author=boss, note=secret)
    return {
        "expected": ExpectedTime.objects.create(
            company=company, language="en", topic=question.topic, block=1, **figures
        ),
        "expectation": Expectation.objects.create(
            question=question, company=company, asked_at=question.asked_at, **figures
        ),
        "alert": Alert.objects.create(
            company=company, kind="one_person", topic=question.topic, began_at=now, facts=facts
        ),
    }
