"""What happens to promises. Payloads hold ids and facts, never text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type
from community.questions.events import QuestionEvent


@event_type
@dataclass(frozen=True, kw_only=True)
class PromiseMade(DomainEvent):
    """An admin made the next version of what the company promises; `withdrawn` says that it promises nothing."""

    type: ClassVar[str] = "promise.made"
    version: int
    withdrawn: bool

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"


@event_type
@dataclass(frozen=True, kw_only=True)
class LadderChanged(DomainEvent):
    """An admin changed after how many minutes an unanswered question is shown to whom; `changed` names what."""

    type: ClassVar[str] = "ladder.changed"
    changed: tuple[str, ...]

    @property
    def stream(self) -> str:
        """Return the company's stream."""
        return f"company:{self.company}"


@event_type
@dataclass(frozen=True, kw_only=True)
class PromiseBroken(QuestionEvent):
    """The deadline of a live question passed without what was promised. Recorded once for each clause of a question.

    `clause` is first_answer or resolution, `version` that of the promise in force at asking, `deadline` in ISO 8601.
    """

    type: ClassVar[str] = "promise.broken"
    clause: str
    version: int
    deadline: str


@event_type
@dataclass(frozen=True, kw_only=True)
class QuestionEscalated(QuestionEvent):
    """A live question without an answer reached a step of the ladder: wider, helpers, superusers or staff.

    `told` are the ids of the members who are told. Recorded once for each step of an episode that tells anybody.
    """

    type: ClassVar[str] = "question.escalated"
    episode: int
    step: str
    told: tuple[int, ...]
