"""How long things took, as arrays for the statistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from community.insights.clocks.definitions import RESOLUTION, Definition
from community.insights.clocks.models.clock import ClockQuerySet
from community.statistics.survival import Curve, kaplan_meier

HAPPENED: Final = 1
CLOSED: Final = 2
ESCALATED: Final = 3


@dataclass(frozen=True)
class Durations:
    """How long each clock ran in seconds, and how it ended: 0 while it runs, HAPPENED, or another of the endings.

    A clock that ended otherwise was watched until then: for the curve of Kaplan and Meier it is censored there.
    `clocks` are their ids, in the same order.
    """

    clocks: NDArray[np.int64]
    seconds: NDArray[np.float64]
    endings: NDArray[np.int64]

    def curve(self) -> Curve:
        """Return the survival curve of what is measured."""
        return kaplan_meier(self.seconds, self.endings == HAPPENED)


def measured(clocks: ClockQuerySet, definition: Definition) -> ClockQuerySet:
    """Return those of the clocks whose duration is known: a solution at an unknown time has none."""
    if definition.id != RESOLUTION.id:
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
    field = definition.event_field
    paused = "paused_before_resolution" if definition.id == RESOLUTION.id else "paused_before_answer"
    rows = (
        measured(clocks, definition)
        .order_by("pk")
        .values_list("pk", "asked_at", field, "closed_at", "censored_at", "escalated_at", paused)
    )
    ids, seconds, endings = [], [], []
    for pk, asked_at, event_at, closed_at, censored_at, escalated_at, pause in rows.iterator(chunk_size=10_000):
        watched_until, ending = now, 0
        if closed_at is not None and closed_at < watched_until:
            watched_until, ending = closed_at, CLOSED
        if censored_at is not None and censored_at < watched_until:
            watched_until, ending = censored_at, 0
        if competing and escalated_at is not None and escalated_at < watched_until:
            watched_until, ending = escalated_at, ESCALATED
        if event_at is not None and event_at <= watched_until:
            watched_until, ending = event_at, HAPPENED
        ids.append(pk)
        seconds.append(max(0.0, (watched_until - asked_at).total_seconds() - (pause if net else 0.0)))
        endings.append(ending)
    return Durations(np.array(ids, dtype=np.int64), np.array(seconds), np.array(endings, dtype=np.int64))
