"""How long things took, as arrays for the statistics."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from community.insights.clocks.definitions import RESOLUTION, Definition
from community.insights.clocks.models.clock import ClockQuerySet
from community.insights.clocks.queries.sample import CLOSED, ESCALATED, HAPPENED, Durations, sample_of

__all__ = ["CLOSED", "ESCALATED", "HAPPENED", "Durations", "durations_of", "measured"]


def measured(clocks: ClockQuerySet, definition: Definition) -> ClockQuerySet:
    """Return those of the clocks whose duration is known: a solution at an unknown time has none."""
    if definition.event_field != RESOLUTION.event_field:
        return clocks
    return clocks.filter(Q(resolved_at__isnull=True) | Q(resolution_quality="exact"))


def durations_of(
    clocks: ClockQuerySet, definition: Definition, now: datetime, *, net: bool = False, competing: bool = False
) -> Durations:
    """Return how long it took from asking until what the definition measures, watched until `now`. One query.

    `net` takes off the time for which a helper waited for the asker. `competing` lets a question that was handed to
    staff end there, for the incidence of every ending; for a plain curve it goes on. Durations are zero at least: clocks
    of computers go backwards at times.
    """
    return sample_of(measured(clocks, definition)).durations(definition, now, net=net, competing=competing)
