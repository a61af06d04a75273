"""What happens to experiments. Payloads hold ids and facts, never text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type


@dataclass(frozen=True, kw_only=True)
class ExperimentEvent(DomainEvent):
    """Something that happened to one experiment."""

    experiment: int

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"


@event_type
@dataclass(frozen=True, kw_only=True)
class ExperimentRegistered(ExperimentEvent):
    """An admin wrote down what will be tried out, and by what it will be judged; nothing of it can change any more."""

    type: ClassVar[str] = "experiment.registered"
    treatment: str


@event_type
@dataclass(frozen=True, kw_only=True)
class ExperimentStarted(ExperimentEvent):
    """An admin started an experiment."""

    type: ClassVar[str] = "experiment.started"


@event_type
@dataclass(frozen=True, kw_only=True)
class ExperimentStopped(ExperimentEvent):
    """An experiment ended; `reason` is admin, time, or what stopped it by itself because it did harm."""

    type: ClassVar[str] = "experiment.stopped"
    reason: str
