"""Measuring on a company's own past what learning fast and from much is worth."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from accounts.models import Company
from community import clock
from community.personalization.accountability.models import Worth
from community.personalization.accountability.queries.past import threads_of
from community.personalization.accountability.worth import WORTH_VERSION, Interval, measure

# What was measured longer ago than this is forgotten.
KEPT: Final = timedelta(days=400)


def measure_worth(company: Company) -> Worth:
    """Replay the company's last 90 days and store what was found; old rows go. Takes minutes for thousands of questions.

    Nothing is locked while it is replayed.
    """
    now = clock.now()
    measured = measure(threads_of(company, now))
    with transaction.atomic():
        Worth.objects.filter(company=company, measured_at__lt=now - KEPT).delete()
        return Worth.objects.create(
            company=company,
            measured_at=now,
            definition_version=WORTH_VERSION,
            questions=measured.questions,
            cells=measured.as_json(),
            on_n=_stored(measured.on_n),
            on_v=_stored(measured.on_v),
        )


def _stored(exponent: Interval | None) -> list[float] | None:
    return exponent.as_json() if exponent else None
