"""What happens to cases about points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type


@dataclass(frozen=True, kw_only=True)
class CaseEvent(DomainEvent):
    """Something that happened to a case about what `member` earned by `counterpart`."""

    case: int
    member: int
    counterpart: int

    @property
    def stream(self) -> str:
        """Return the stream of the member who earned."""
        return f"member:{self.member}"


@event_type
@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """Points wait for a person; `signals` names why."""

    type: ClassVar[str] = "reward_case.opened"
    signals: tuple[str, ...]


@event_type
@dataclass(frozen=True, kw_only=True)
class CaseLate(CaseEvent):
    """A case waits for longer than the members were promised; said once."""

    type: ClassVar[str] = "reward_case.late"


@event_type
@dataclass(frozen=True, kw_only=True)
class CaseDecided(CaseEvent):
    """A person decided about held points; `state` says how."""

    type: ClassVar[str] = "reward_case.decided"
    state: str


@event_type
@dataclass(frozen=True, kw_only=True)
class RulesChanged(DomainEvent):
    """An admin changed the thresholds of the rules of fairness; `changed` names which."""

    type: ClassVar[str] = "integrity_rules.changed"
    changed: tuple[str, ...]

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"
