"""Noting that an experiment had an effect."""

from __future__ import annotations

from django.db import transaction

from community import clock
from community.personalization.experiments.models import Exposure
from community.personalization.experiments.queries.arms import Arm


@transaction.atomic
def note_first_effect(arm: Arm) -> None:
    """Write down, once, that the unit met its variant: call it where it first differs from another. One query, or none.

    Later effects change nothing, however many come at once. Units that take no part leave nothing behind.
    """
    if arm.experiment is None:
        return
    row = Exposure(
        company_id=arm.company,
        experiment_id=arm.experiment,
        subject=arm.subject,
        variant=arm.variant,
        exposed_at=clock.now(),
    )
    Exposure.objects.bulk_create([row], ignore_conflicts=True)
