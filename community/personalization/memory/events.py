"""What members say about what is remembered of them. Payloads hold ids and facts, never text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from accounts.events import MemberEvent
from community.events.kinds import event_type


@event_type
@dataclass(frozen=True, kw_only=True)
class NotMeSaid(MemberEvent):
    """A member said that a signal is not them: a topic, a language, an hour in UTC, or a question that they answered."""

    type: ClassVar[str] = "not_me.said"
    about: str
    key: str


@event_type
@dataclass(frozen=True, kw_only=True)
class NotMeTakenBack(MemberEvent):
    """A member lets a signal count again."""

    type: ClassVar[str] = "not_me.taken_back"
    about: str
    key: str
