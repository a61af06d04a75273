"""What an importer reads, whatever the source looks like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from community.events.models import Event

EXACT = Event.TimeQuality.EXACT
DAY = Event.TimeQuality.DAY
UNKNOWN = Event.TimeQuality.UNKNOWN

# Before there was a network to ask in, and after what databases and programs agree on, a time is a mistake.
_YEARS = range(1970, 9999)


class CannotImport(Exception):
    """Raised when an import cannot begin; the message is a sentence that says why."""


class BadSource(CannotImport):
    """Raised when a source cannot be read on; the message is a sentence that names the file and the place."""


@dataclass(frozen=True)
class UserRecord:
    """Somebody who wrote elsewhere. A service is a program: what it writes never counts as an answer."""

    id: str
    name: str
    joined_at: datetime | None = None
    is_service: bool = False


@dataclass(frozen=True, kw_only=True)
class PostRecord:
    """A text elsewhere. `body` is HTML; `author` is an id, and empty for somebody who has left."""

    id: str
    author: str
    author_name: str = ""
    body: str
    written_at: datetime
    edited_at: datetime | None = None
    is_spam: bool = False


@dataclass(frozen=True, kw_only=True)
class QuestionRecord(PostRecord):
    """A question elsewhere. `topic` is a name, or empty for the default topic."""

    title: str
    tags: tuple[str, ...] = ()
    topic: str = ""
    language: str = ""
    me_toos: int = 0
    closed_at: datetime | None = None
    is_locked: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerRecord(PostRecord):
    """A reply elsewhere."""

    question: str


@dataclass(frozen=True, kw_only=True)
class AcceptanceRecord:
    """An accepted answer elsewhere; `accepted_at` is exact, or None when it is unknown."""

    question: str
    answer: str
    by_asker: bool = True
    accepted_at: datetime | None = None


@dataclass(frozen=True)
class AcceptedDay:
    """On which day an answer was accepted elsewhere, where that is all that is known."""

    answer: str
    day: datetime


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
        """Read what was accepted."""

    def accepted_days(self) -> Iterator[AcceptedDay]:
        """Read the days of acceptances whose moment is unknown."""

    def votes(self) -> Iterator[VoteRecord]:
        """Read the judgements."""


def moment_of(value: object) -> datetime | None:
    """Return the moment that a text in ISO 8601 names, in UTC unless it says otherwise; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None
