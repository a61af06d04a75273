"""What happens to the reports about the learning. Payloads hold ids and facts, never text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type


@event_type
@dataclass(frozen=True, kw_only=True)
class FindingWaits(DomainEvent):
    """Nobody has said what is done about a finding, and its time is nearly over, or `overdue`; each said once."""

    type: ClassVar[str] = "finding.waits"
    finding: int
    audit: int
    overdue: bool

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"
