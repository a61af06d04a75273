"""Forgetting who was told of what."""

from __future__ import annotations

from django.db import transaction
from django.db.models import BigIntegerField, F, Func, Value

from community.insights.promise.models import EscalationStep


@transaction.atomic
def forget_told(membership_id: int) -> None:
    """Take the member out of the lists of those who were told of waiting questions. Safe to run twice."""
    rows = EscalationStep.objects.filter(told__contains=[membership_id])
    without = Func(F("told"), Value(membership_id, output_field=BigIntegerField()), function="array_remove")
    rows.update(told=without)
