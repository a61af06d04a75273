"""Experiments as the actions make them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Membership
from community.personalization.experiments.actions.register import register_experiment
from community.personalization.experiments.actions.run import start_experiment
from community.personalization.experiments.models import Experiment, Exposure, QuestionOutcome
from community.personalization.experiments.treatments import RING_SIZE
from tests.conftest import Cast

WORDS = {
    "hypothesis": "Fewer helpers at once bring an answer as soon, and disturb fewer people.",
    "harm": "Answers may take longer; the guardrail would show it.",
    "vulnerable": "Nobody waits longer than today.",
    "reversal": "One click, at once.",
    "notice": "A post in the community.",
    "touches_nothing": True,
}


def wanted(**fields: Any) -> Experiment:
    """Return an experiment that an admin may register, with these fields instead."""
    usual = {
        "key": "fewer-at-once", "treatment": RING_SIZE.key, "metric": "answered", "hours": 24, "tau": Decimal("5.0"),
        "variants": ["5", "3"], "shares": [50, 50], "most_days": 30,
    }  # fmt: skip
    return Experiment(**{**usual, **WORDS, **fields})


def running(admin: Membership, **fields: Any) -> Experiment:
    """Register an experiment and start it."""
    return start_experiment(admin=admin, experiment=register_experiment(admin=admin, wanted=wanted(**fields)))


def met(experiment: Experiment, variant: str, count: int, at: datetime, *, answered: int = 0, hours: float = 1) -> None:
    """Let the experiment have an effect on so many questions, of which some were answered so many hours later."""
    first = 900_000 + Exposure.objects.count()
    Exposure.objects.bulk_create(
        Exposure(company=experiment.company, experiment=experiment, subject=first + n, variant=variant, exposed_at=at)
        for n in range(count)
    )
    QuestionOutcome.objects.bulk_create(
        QuestionOutcome(
            company=experiment.company,
            question_id=first + n,
            is_held_out=False,
            is_counted=True,
            asked_at=at,
            answered_at=at + timedelta(hours=hours) if n < answered else None,
        )
        for n in range(count)
    )


@pytest.fixture
def experiment(cast: Cast) -> Experiment:
    """Acme tries out whether three helpers at once are as good as five."""
    return running(cast.ada)
