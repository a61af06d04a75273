"""From the events of a question to what became of it, as far as experiments ask: one pure function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from community.events.models import Event

FOLDED: Final = (
    "question.asked",
    "answer.posted",
    "answer.edited",
    "answer.accepted",
    "acceptance.withdrawn",
    "answer.failed",
    "post.hidden",
    "post.restored",
    "question.closed",
    "question.reopened",
    "offer.made",
)
_SERVICE: Final = "service"


@dataclass
class Reply:
    """One reply: since when it is an answer in substance, None while it is none, and whether people see it."""

    since: datetime | None
    is_seen: bool


@dataclass
class Read:
    """What the events of one question tell. `asked_at` stays None when they do not begin with a live asking."""

    asked_at: datetime | None = None
    is_counted: bool = True
    offered_at: datetime | None = None
    solved_at: datetime | None = None
    failed_at: datetime | None = None
    ended_at: datetime | None = None
    replies: dict[int, Reply] = field(default_factory=dict)

    @property
    def answered_at(self) -> datetime | None:
        """Return when the first answer came that still stands."""
        standing = [each.since for each in self.replies.values() if each.since is not None and each.is_seen]
        return min(standing, default=None)


def fold(events: Iterable[Event]) -> Read:
    """Return what became of one question, whose events of the folded types are given in their order."""
    read = Read()
    for event in events:
        facts, at = event.payload, event.occurred_at
        if event.type == "question.asked" and event.is_live:
            read.asked_at, read.is_counted = at, facts.get("visible", True)
        elif event.type in {"answer.posted", "answer.edited", "post.hidden", "post.restored"}:
            _reply(read, event)
        elif event.type == "answer.accepted":
            read.solved_at, read.ended_at = read.solved_at or at, None
        elif event.type in {"acceptance.withdrawn", "question.reopened"}:
            read.solved_at, read.ended_at = None, None
        elif event.type == "answer.failed":
            read.failed_at = read.failed_at or at
        elif event.type == "question.closed":
            read.ended_at = at
        elif event.type == "offer.made":
            read.offered_at = read.offered_at or at
    return read


def _reply(read: Read, event: Event) -> None:
    facts, at = event.payload, event.occurred_at
    if event.type == "answer.posted":
        counts = facts["substantive"] and not facts["by_asker"] and facts.get("standing") != _SERVICE
        read.replies[facts["answer"]] = Reply(at if counts else None, facts.get("visible", True))
    elif event.type == "answer.edited" and facts["answer"] in read.replies:
        reply = read.replies[facts["answer"]]
        reply.since = (reply.since or at) if facts["substantive"] else None
        reply.is_seen = facts.get("visible", reply.is_seen)
    elif event.type in {"post.hidden", "post.restored"}:
        is_seen = event.type == "post.restored"
        if facts["post"] == facts["question"]:
            read.is_counted = is_seen
        elif facts["post"] in read.replies:
            read.replies[facts["post"]].is_seen = is_seen
