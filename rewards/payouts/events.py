"""What happens to payouts and to points that nobody moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accounts.events import MemberEvent
from community.events.kinds import DomainEvent, event_type


@dataclass(frozen=True, kw_only=True)
class PayoutEvent(DomainEvent):
    """Something that happened to one payout of a member."""

    payout: str
    member: int
    method: str
    points: int

    @property
    def stream(self) -> str:
        """Return the payout's stream."""
        return f"payout:{self.payout}"


@event_type
@dataclass(frozen=True, kw_only=True)
class PayoutRequested(PayoutEvent):
    """A member asked for a payout; its points are set aside."""

    type: ClassVar[str] = "payout.requested"


@event_type
@dataclass(frozen=True, kw_only=True)
class PayoutApproved(PayoutEvent):
    """As many admins as it takes have approved a payout; it may be sent."""

    type: ClassVar[str] = "payout.approved"


@event_type
@dataclass(frozen=True, kw_only=True)
class PayoutRefused(PayoutEvent):
    """An admin refused a payout; the points are back with the member."""

    type: ClassVar[str] = "payout.refused"


@event_type
@dataclass(frozen=True, kw_only=True)
class PayoutCancelled(PayoutEvent):
    """The member took the request back; the points are back."""

    type: ClassVar[str] = "payout.cancelled"


@event_type
@dataclass(frozen=True, kw_only=True)
class PayoutPaid(PayoutEvent):
    """A payout arrived, as far as the provider or an admin says."""

    type: ClassVar[str] = "payout.paid"


@event_type
@dataclass(frozen=True, kw_only=True)
class PayoutFailed(PayoutEvent):
    """A payout was sent and did not arrive; the points are back with the member."""

    type: ClassVar[str] = "payout.failed"


@event_type
@dataclass(frozen=True, kw_only=True)
class PayoutDetailsChanged(MemberEvent):
    """A member's bank account or customer number changed; cash waits for some days. Which, is not said here."""

    type: ClassVar[str] = "payout.details_changed"


@event_type
@dataclass(frozen=True, kw_only=True)
class PointsExpireSoon(MemberEvent):
    """A member was warned, for the first or second time, that points expire on a day."""

    type: ClassVar[str] = "points.expire_soon"
    points: int
    expires_on: str
    warning: int


@event_type
@dataclass(frozen=True, kw_only=True)
class PointsExpired(MemberEvent):
    """Points that had not moved for the company's time went to a charity, or expired."""

    type: ClassVar[str] = "points.expired"
    points: int
    charity: int | None
