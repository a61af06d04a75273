"""What happens to badges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accounts.events import MemberEvent
from community.events.kinds import event_type


@event_type
@dataclass(frozen=True, kw_only=True)
class BadgeAwarded(MemberEvent):
    """A member earned a badge or was given one."""

    type: ClassVar[str] = "badge.awarded"
    badge: int
    award: int
    period: str


@event_type
@dataclass(frozen=True, kw_only=True)
class BadgeRevoked(MemberEvent):
    """An admin took a badge back."""

    type: ClassVar[str] = "badge.revoked"
    badge: int
    award: int
    period: str
