"""What happens to offers. Payloads hold ids and facts, never text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import event_type
from community.questions.events import QuestionEvent


@dataclass(frozen=True, kw_only=True)
class OfferEvent(QuestionEvent):
    """Something that happened to one offer of a question; `member` is the id of whom it was offered to."""

    offer: int
    member: int


@event_type
@dataclass(frozen=True, kw_only=True)
class OfferMade(OfferEvent):
    """A question was offered to a helper. `ring` counts its rounds; `slot` says why this place was theirs."""

    type: ClassVar[str] = "offer.made"
    ring: int
    slot: str


@event_type
@dataclass(frozen=True, kw_only=True)
class OfferAccepted(OfferEvent):
    """A helper said that they are on it. It keeps nobody else from answering."""

    type: ClassVar[str] = "offer.accepted"


@event_type
@dataclass(frozen=True, kw_only=True)
class OfferDeclined(OfferEvent):
    """A helper said no to an offer. It costs them nothing."""

    type: ClassVar[str] = "offer.declined"


@event_type
@dataclass(frozen=True, kw_only=True)
class OfferExpired(OfferEvent):
    """The time of an offer ran out. It costs nobody anything, and the question stays open to everybody."""

    type: ClassVar[str] = "offer.expired"
