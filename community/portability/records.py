"""What an importer reads, whatever the source looks like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.events.models import Event

EXACT = Event.TimeQuality.EXACT
DAY = Event.TimeQuality.DAY
UNKNOWN = Event.TimeQuality.UNKNOWN


class BadSource(Exception):
    """Raised when a source cannot be read; the message is a sentence that names the file and the place."""


@dataclass(frozen=True)
class UserRecord:
    """Somebody who wrote elsewhere."""

    id: str
    name: str
    joined_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionRecord:
    """A question elsewhere. `body` is HTML; `topic` is a name, or empty for the default topic."""

    id: str
    author: str
    author_name: str = ""
    title: str
    body: str
    asked_at: datetime
    edited_at: datetime | None = None
    tags: tuple[str, ...] = ()
    topic: str = ""
    language: str = ""
    me_toos: int = 0
    closed_at: datetime | None = None
    is_spam: bool = False
    is_locked: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerRecord:
    """A reply elsewhere. `body` is HTML."""

    id: str
    question: str
    author: str
    author_name: str = ""
    body: str
    posted_at: datetime
    edited_at: datetime | None = None
    is_spam: bool = False


@dataclass(frozen=True, kw_only=True)
class AcceptanceRecord:
    """An accepted answer elsewhere; `accepted_at` is as exact as `quality` says, and None when unknown."""

    question: str
    answer: str
    by_asker: bool = True
    accepted_at: datetime | None = None
    quality: str = UNKNOWN


@dataclass(frozen=True)
class VoteRecord:
    """Judgements on a post, without names: how many more found it helpful or not."""

    post: str
    helpful: int = 0
    unhelpful: int = 0


class Source(Protocol):
    """A dump that can be read any number of times, always in the same order, a row at a time."""

    @property
    def name(self) -> str:
        """Return the short name that keeps ids of different kinds of source apart."""

    def users(self) -> Iterator[UserRecord]:
        """Read the people."""

    def questions(self) -> Iterator[QuestionRecord]:
        """Read the questions."""

    def answers(self) -> Iterator[AnswerRecord]:
        """Read the answers."""

    def acceptances(self) -> Iterator[AcceptanceRecord]:
        """Read what was accepted, after all answers."""

    def votes(self) -> Iterator[VoteRecord]:
        """Read the judgements, after all posts."""
