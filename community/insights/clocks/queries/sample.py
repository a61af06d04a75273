"""Clocks as columns of numbers, so that many figures come out of one reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db.models import F, FloatField, Func
from numpy.typing import NDArray

from community.insights.clocks.definitions import RESOLUTION, Definition
from community.insights.clocks.models.clock import ClockQuerySet
from community.statistics.survival import Curve, kaplan_meier

HAPPENED: Final = 1
CLOSED: Final = 2
ESCALATED: Final = 3

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

_MOMENTS: Final = (
    "asked_at", "first_response_at", "first_answer_at", "resolved_at", "solution_posted_at", "reopened_at",
    "escalated_at", "closed_at", "censored_at", "paused_since",
)  # fmt: skip
_NUMBERS: Final = ("paused_before_answer", "paused_before_resolution")
_COUNTS: Final = (
    "pk", "question_id", "topic_id", "asker_id", "first_answerer_id", "solver_id", "answers_before_resolution",
    "follow_ups_before_resolution",
)  # fmt: skip
_WORDS: Final = ("basis", "resolution_quality", "first_answerer_standing", "solver_standing")
# What stands for a member who is not there.
NOBODY: Final = 0


class Epoch(Func):
    """A moment as seconds since 1970: a number is read several times faster than a moment."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)::float8"
    output_field = FloatField()


@dataclass(frozen=True)
class Durations:
    """How long each clock ran in seconds, and how it ended: 0 while it runs, HAPPENED, or another of the endings.

    A clock that ended otherwise was watched until then: for the curve of Kaplan and Meier it is censored there.
    `clocks` are their ids, in the same order.
    """

    clocks: NDArray[np.int64]
    seconds: Floats
    endings: NDArray[np.int64]

    @property
    def happened(self) -> Mask:
        """Return where what is measured happened."""
        happened: Mask = self.endings == HAPPENED
        return happened

    def curve(self) -> Curve:
        """Return the survival curve of what is measured."""
        return kaplan_meier(self.seconds, self.happened)


@dataclass(frozen=True)
class Sample:
    """Some clocks by column, the oldest question first. Moments are seconds since 1970, NaN where there is none."""

    columns: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return int(self.columns["pk"].size)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def where(self, mask: NDArray[Any]) -> Sample:
        """Return those of the clocks for which the mask holds, or whose positions it names."""
        return Sample({name: column[mask] for name, column in self.columns.items()})

    def is_measured(self, definition: Definition) -> Mask:
        """Return where the duration is known: a solution at an unknown time has none."""
        if definition.event_field != RESOLUTION.event_field:
            return np.ones(len(self), dtype=np.bool_)
        unknown: Mask = ~np.isnan(self["resolved_at"]) & (self["resolution_quality"] != "exact")
        return ~unknown

    def is_mature(self, seconds: float, now: datetime) -> Mask:
        """Return where the question was asked at least so long ago."""
        mature: Mask = now.timestamp() - self["asked_at"] >= seconds
        return mature

    def durations(
        self, definition: Definition, now: datetime, *, net: bool = False, competing: bool = False
    ) -> Durations:
        """Return how long it took in all of these clocks; see `durations_of`."""
        until, endings = np.full(len(self), now.timestamp()), np.zeros(len(self), dtype=np.int64)
        endless = [("closed_at", CLOSED), ("censored_at", 0), *([("escalated_at", ESCALATED)] if competing else [])]
        for field, ending in endless:
            earlier = self[field] < until
            until, endings = np.where(earlier, self[field], until), np.where(earlier, ending, endings)
        event_at = self[definition.event_field]
        happened = event_at <= until
        until, endings = np.where(happened, event_at, until), np.where(happened, HAPPENED, endings)
        seconds = until - self["asked_at"]
        if net:
            is_resolution = definition.event_field == RESOLUTION.event_field
            seconds = seconds - self["paused_before_resolution" if is_resolution else "paused_before_answer"]
            # A pause that still runs is not added up yet.
            running = np.nan_to_num(until - self["paused_since"])
            seconds = seconds - np.where(happened, 0.0, np.maximum(0.0, running))
        return Durations(self["pk"], np.maximum(0.0, seconds), endings)


def sample_of(clocks: ClockQuerySet) -> Sample:
    """Return the clocks as columns. One query."""
    moments = [Epoch(F(name)) for name in _MOMENTS]
    names = (*_MOMENTS, *_NUMBERS, *_COUNTS, *_WORDS)
    rows = clocks.order_by("asked_at", "pk").values_list(*moments, *_NUMBERS, *_COUNTS, *_WORDS)
    columns = dict(zip(names, zip(*rows.iterator(chunk_size=10_000), strict=True), strict=False))
    return Sample(
        {
            **{name: np.array(columns.get(name, ()), dtype=np.float64) for name in (*_MOMENTS, *_NUMBERS)},
            **{name: np.array([each or NOBODY for each in columns.get(name, ())], np.int64) for name in _COUNTS},
            **{name: np.array(columns.get(name, ()), dtype=np.str_) for name in _WORDS},
        }
    )
