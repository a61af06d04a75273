"""What happens to the books of a company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type


@event_type
@dataclass(frozen=True, kw_only=True)
class PayoutsFrozen(DomainEvent):
    """The books do not add up, so nothing is paid out until an admin has looked; said once for each freeze."""

    type: ClassVar[str] = "payouts.frozen"
    freeze: int

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"
