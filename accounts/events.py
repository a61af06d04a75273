"""What happens to members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type


@dataclass(frozen=True, kw_only=True)
class MemberEvent(DomainEvent):
    """Something that happened to one member."""

    member: int

    @property
    def stream(self) -> str:
        """Return the member's stream."""
        return f"member:{self.member}"


@event_type
@dataclass(frozen=True, kw_only=True)
class MemberJoined(MemberEvent):
    """A person became a member of the company."""

    type: ClassVar[str] = "member.joined"


@event_type
@dataclass(frozen=True, kw_only=True)
class MemberRenamed(MemberEvent):
    """A member chose another display name."""

    type: ClassVar[str] = "member.renamed"


@event_type
@dataclass(frozen=True, kw_only=True)
class MemberSuspended(MemberEvent):
    """A moderator took a member's right to write until a moment."""

    type: ClassVar[str] = "member.suspended"
    until: str


@event_type
@dataclass(frozen=True, kw_only=True)
class MemberReinstated(MemberEvent):
    """A moderator gave a suspended member the right to write back."""

    type: ClassVar[str] = "member.reinstated"


@event_type
@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(MemberEvent):
    """An admin changed what a member may do or what the company vouches for."""

    type: ClassVar[str] = "member.role_changed"
    role: str
    affiliation: str


@event_type
@dataclass(frozen=True, kw_only=True)
class MemberTrustLevelChanged(MemberEvent):
    """A member's trust level went up or down, by the rules or by a moderator's decision."""

    type: ClassVar[str] = "member.trust_level_changed"
    before: int
    level: int


@event_type
@dataclass(frozen=True, kw_only=True)
class ConsentGiven(MemberEvent):
    """A member said yes to a purpose, in the words of this wording."""

    type: ClassVar[str] = "consent.given"
    purpose: str
    wording: int


@event_type
@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(MemberEvent):
    """A member took a yes back; `wording` is the one that they had agreed to. What was derived from them goes."""

    type: ClassVar[str] = "consent.withdrawn"
    purpose: str
    wording: int


@dataclass(frozen=True, kw_only=True)
class CompanyEvent(DomainEvent):
    """Something that happened to a company as a whole."""

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"


@event_type
@dataclass(frozen=True, kw_only=True)
class CompanyCreated(CompanyEvent):
    """A company and its first admin came to be."""

    type: ClassVar[str] = "company.created"


@event_type
@dataclass(frozen=True, kw_only=True)
class CompanyChanged(CompanyEvent):
    """An admin changed settings of the company; `changed` names them."""

    type: ClassVar[str] = "company.changed"
    changed: tuple[str, ...]


@event_type
@dataclass(frozen=True, kw_only=True)
class CompanyPaused(CompanyEvent):
    """An admin closed the community for a while, so that nobody could ask or answer."""

    type: ClassVar[str] = "company.paused"


@event_type
@dataclass(frozen=True, kw_only=True)
class CompanyResumed(CompanyEvent):
    """An admin opened the community again."""

    type: ClassVar[str] = "company.resumed"
