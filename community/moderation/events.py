"""What is decided about members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type


@dataclass(frozen=True, kw_only=True)
class DecisionEvent(DomainEvent):
    """Something that happened with a decision about a member."""

    member: int
    decision: int

    @property
    def stream(self) -> str:
        """Return the member's stream."""
        return f"member:{self.member}"


@event_type
@dataclass(frozen=True, kw_only=True)
class DecisionRecorded(DecisionEvent):
    """A decision about a member was written down; `told` says whether the member gets a notice of it."""

    type: ClassVar[str] = "decision.recorded"
    effect: str
    told: bool


@event_type
@dataclass(frozen=True, kw_only=True)
class AppealMade(DecisionEvent):
    """A member appealed against a decision."""

    type: ClassVar[str] = "appeal.made"
    appeal: int


@event_type
@dataclass(frozen=True, kw_only=True)
class AppealDecided(DecisionEvent):
    """Somebody who took no part in a decision decided about the appeal against it."""

    type: ClassVar[str] = "appeal.decided"
    appeal: int
    upheld: bool


@event_type
@dataclass(frozen=True, kw_only=True)
class AppealWithdrawn(DecisionEvent):
    """An appeal needs no answer any more: what the decision was about is gone, or the member is."""

    type: ClassVar[str] = "appeal.withdrawn"
    appeal: int


@event_type
@dataclass(frozen=True, kw_only=True)
class AppealLate(DecisionEvent):
    """An appeal waits for longer than the member was promised; said once."""

    type: ClassVar[str] = "appeal.late"
    appeal: int
