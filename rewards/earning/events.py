"""What happens to members' points, and to the prices. Every points event stands in its member's stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accounts.events import MemberEvent
from community.events.kinds import DomainEvent, event_type


@dataclass(frozen=True, kw_only=True)
class PointsEvent(MemberEvent):
    """Something that happened to one earning of a member."""

    earning: int
    act: str
    points: int


@event_type
@dataclass(frozen=True, kw_only=True)
class PointsEarned(PointsEvent):
    """A deed earned points, which are pending."""

    type: ClassVar[str] = "points.earned"


@event_type
@dataclass(frozen=True, kw_only=True)
class PointsVested(PointsEvent):
    """Pending points became the member's to spend."""

    type: ClassVar[str] = "points.vested"


@event_type
@dataclass(frozen=True, kw_only=True)
class PointsVoided(PointsEvent):
    """Points that were not yet vested went back to the pot."""

    type: ClassVar[str] = "points.voided"
    reason: str


@event_type
@dataclass(frozen=True, kw_only=True)
class PointsClawedBack(PointsEvent):
    """Vested points were taken back, apart from the shortfall that had been spent."""

    type: ClassVar[str] = "points.clawed_back"
    reason: str
    shortfall: int


@event_type
@dataclass(frozen=True, kw_only=True)
class PointsHeld(PointsEvent):
    """Pending points wait for a person's decision."""

    type: ClassVar[str] = "points.held"
    reason: str


@event_type
@dataclass(frozen=True, kw_only=True)
class PointsReleased(PointsEvent):
    """Held points are pending again, or vested when their time had come; `vested` says which."""

    type: ClassVar[str] = "points.released"
    vested: bool


@event_type
@dataclass(frozen=True, kw_only=True)
class PriceListActivated(DomainEvent):
    """A price list came into force; another admin than its author approved it."""

    type: ClassVar[str] = "price_list.activated"
    version: int
    author: int

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"
