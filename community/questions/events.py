"""What happens to questions. Payloads hold ids and facts, never text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from community.events.kinds import DomainEvent, event_type


@dataclass(frozen=True, kw_only=True)
class QuestionEvent(DomainEvent):
    """Something that happened to one question."""

    question: int

    @property
    def stream(self) -> str:
        """Return the question's stream."""
        return f"question:{self.question}"


@event_type
@dataclass(frozen=True, kw_only=True)
class QuestionAsked(QuestionEvent):
    """A member asked a question; its first episode began. `channel` is where; a screen may have held what they wrote."""

    type: ClassVar[str] = "question.asked"
    topic: int
    language: str
    channel: str = "forum"
    visible: bool = True


@event_type
@dataclass(frozen=True, kw_only=True)
class QuestionEdited(QuestionEvent):
    """The title, text, topic or tags of a question changed; `topic` is the one it is in since."""

    type: ClassVar[str] = "question.edited"
    version: int
    material: bool
    topic: int
    visible: bool = True


@event_type
@dataclass(frozen=True, kw_only=True)
class AnswerPosted(QuestionEvent):
    """A member replied to a question. `standing` is who they were when they wrote: "peer", "staff" or "service"."""

    type: ClassVar[str] = "answer.posted"
    answer: int
    purpose: str
    substantive: bool
    by_asker: bool
    standing: str = "peer"
    visible: bool = True


@event_type
@dataclass(frozen=True, kw_only=True)
class AnswerEdited(QuestionEvent):
    """The text or the purpose of an answer changed."""

    type: ClassVar[str] = "answer.edited"
    answer: int
    version: int
    purpose: str
    substantive: bool
    visible: bool = True


@event_type
@dataclass(frozen=True, kw_only=True)
class CommentPosted(QuestionEvent):
    """A member remarked on a question or an answer. `standing` is as in "answer.posted"."""

    type: ClassVar[str] = "comment.posted"
    comment: int
    target: int
    standing: str = "peer"
    visible: bool = True


@event_type
@dataclass(frozen=True, kw_only=True)
class CommentEdited(QuestionEvent):
    """The text of a comment changed."""

    type: ClassVar[str] = "comment.edited"
    comment: int
    version: int
    visible: bool = True


@event_type
@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(QuestionEvent):
    """An answer was accepted as the solution."""

    type: ClassVar[str] = "answer.accepted"
    answer: int
    answer_author: int
    basis: str
    episode: int


@event_type
@dataclass(frozen=True, kw_only=True)
class AcceptanceWithdrawn(QuestionEvent):
    """An acceptance was taken back."""

    type: ClassVar[str] = "acceptance.withdrawn"
    answer: int
    answer_author: int
    episode: int


@event_type
@dataclass(frozen=True, kw_only=True)
class QuestionResolved(QuestionEvent):
    """An episode ended with a resolution."""

    type: ClassVar[str] = "question.resolved"
    episode: int
    basis: str


@event_type
@dataclass(frozen=True, kw_only=True)
class QuestionReopened(QuestionEvent):
    """A resolved or closed question is open again; the next episode began."""

    type: ClassVar[str] = "question.reopened"
    episode: int


@event_type
@dataclass(frozen=True, kw_only=True)
class QuestionClosed(QuestionEvent):
    """An episode ended without a resolution."""

    type: ClassVar[str] = "question.closed"
    episode: int


@event_type
@dataclass(frozen=True, kw_only=True)
class StateChanged(QuestionEvent):
    """The question's state changed for a reason that no other event names, such as more details being asked for."""

    type: ClassVar[str] = "question.state_changed"
    before: str
    after: str


@event_type
@dataclass(frozen=True, kw_only=True)
class VoteCast(QuestionEvent):
    """A member judged a post, or changed the judgement."""

    type: ClassVar[str] = "vote.cast"
    post: int
    value: int
    before: int


@event_type
@dataclass(frozen=True, kw_only=True)
class VoteWithdrawn(QuestionEvent):
    """A member took a judgement back."""

    type: ClassVar[str] = "vote.withdrawn"
    post: int
    before: int


@event_type
@dataclass(frozen=True, kw_only=True)
class MeTooAdded(QuestionEvent):
    """A member has the same problem."""

    type: ClassVar[str] = "me_too.added"


@event_type
@dataclass(frozen=True, kw_only=True)
class MeTooRemoved(QuestionEvent):
    """A member no longer has the same problem."""

    type: ClassVar[str] = "me_too.removed"


@event_type
@dataclass(frozen=True, kw_only=True)
class AnswerFailed(QuestionEvent):
    """The asker reported that an answer did not work."""

    type: ClassVar[str] = "answer.failed"
    answer: int
    answer_author: int


@event_type
@dataclass(frozen=True, kw_only=True)
class AnswerReused(QuestionEvent):
    """A member who had not asked says that the accepted answer solved it for them too."""

    type: ClassVar[str] = "answer.reused"
    answer: int
    answer_author: int


@event_type
@dataclass(frozen=True, kw_only=True)
class PostHidden(QuestionEvent):
    """A moderator hid a post."""

    type: ClassVar[str] = "post.hidden"
    post: int
    kind: str


@event_type
@dataclass(frozen=True, kw_only=True)
class PostRestored(QuestionEvent):
    """A moderator showed a hidden post again; `substantive` says whether it is a substantive answer since."""

    type: ClassVar[str] = "post.restored"
    post: int
    kind: str
    substantive: bool = False


@event_type
@dataclass(frozen=True, kw_only=True)
class QuestionLocked(QuestionEvent):
    """A moderator stopped replies to a question."""

    type: ClassVar[str] = "question.locked"


@event_type
@dataclass(frozen=True, kw_only=True)
class QuestionUnlocked(QuestionEvent):
    """A moderator allowed replies to a question again."""

    type: ClassVar[str] = "question.unlocked"


@dataclass(frozen=True, kw_only=True)
class TopicEvent(DomainEvent):
    """Something that happened to one topic."""

    topic: int

    @property
    def stream(self) -> str:
        """Return the topic's stream."""
        return f"topic:{self.topic}"


@event_type
@dataclass(frozen=True, kw_only=True)
class TopicCreated(TopicEvent):
    """An admin made a topic."""

    type: ClassVar[str] = "topic.created"


@event_type
@dataclass(frozen=True, kw_only=True)
class TopicChanged(TopicEvent):
    """An admin renamed, moved, archived or opened a topic; `changed` names what."""

    type: ClassVar[str] = "topic.changed"
    changed: tuple[str, ...]


@event_type
@dataclass(frozen=True, kw_only=True)
class TopicDeleted(TopicEvent):
    """An admin removed a topic in which nobody had asked."""

    type: ClassVar[str] = "topic.deleted"
