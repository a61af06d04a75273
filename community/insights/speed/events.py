"""What happens to warnings. Payloads hold ids and facts, never text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type


@dataclass(frozen=True, kw_only=True)
class AlertEvent(DomainEvent):
    """Something that happened to a warning; `topic` is None for what concerns the whole community."""

    alert: int
    kind: str
    topic: int | None

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"


@event_type
@dataclass(frozen=True, kw_only=True)
class AlertRaised(AlertEvent):
    """Answers take longer than promised, or a topic depends on one person."""

    type: ClassVar[str] = "speed.alert_raised"


@event_type
@dataclass(frozen=True, kw_only=True)
class AlertCleared(AlertEvent):
    """What an alert warned of is over."""

    type: ClassVar[str] = "speed.alert_cleared"
