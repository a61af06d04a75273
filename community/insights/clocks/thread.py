"""What has to be remembered of a question while its events go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Reply:
    """An answer or a comment, as it stands after the events so far.

    `seen_at` is when it was shown first. `substantive_since` is when it became a substantive answer: hiding it does not
    change that moment, and an edit into something else empties it.
    """

    post: int
    author: int | None
    standing: str
    posted_at: datetime
    is_visible: bool
    is_by_asker: bool = False
    seen_at: datetime | None = None
    substantive_since: datetime | None = None

    def __post_init__(self) -> None:
        """Take what was visible at once as seen at once."""
        if self.is_visible:
            self.seen_at = self.posted_at

    def became(self, substantive: bool, moment: datetime) -> None:
        """Remember since when this is a substantive answer, if it is one."""
        self.substantive_since = (self.substantive_since or moment) if substantive else None

    @property
    def stops_clocks(self) -> bool:
        """Return whether this can be a response at all: by a human who is not the asker."""
        return not self.is_by_asker and self.standing != "service"


@dataclass(slots=True)
class Episode:
    """A stretch from asking or reopening on, and how it ended."""

    begins: datetime
    time_quality: str
    resolved_at: datetime | None = None
    resolution_quality: str = ""
    basis: str = ""
    solution: int | None = None
    solver: int | None = None
    closed_at: datetime | None = None
    closing: str = ""
    reopened_at: datetime | None = None
    escalated_at: datetime | None = None


@dataclass(slots=True)
class Watched:
    """What was seen of the replies of one episode."""

    first_response_at: datetime | None = None
    first_answer_at: datetime | None = None
    first_answer: Reply | None = None
    answers: list[datetime] = field(default_factory=list)
    follow_ups: list[datetime] = field(default_factory=list)

    def response(self, moment: datetime) -> None:
        """Count a response."""
        if self.first_response_at is None or moment < self.first_response_at:
            self.first_response_at = moment

    def answer(self, moment: datetime, reply: Reply) -> None:
        """Count a substantive answer, which is a response too."""
        self.answers.append(moment)
        self.response(moment)
        if self.first_answer_at is None or moment < self.first_answer_at:
            self.first_answer_at, self.first_answer = moment, reply

    def answers_until(self, end: datetime | None) -> int:
        """Return how many substantive answers came until the end, all of them without one."""
        return _until(self.answers, end)

    def follow_ups_until(self, end: datetime | None) -> int:
        """Return how often the asker wrote again until the end."""
        return _until(self.follow_ups, end)


@dataclass(slots=True)
class Thread:
    """One question: its asking, its replies, its episodes, and when its helpers waited for the asker."""

    question: int = 0
    asker: int | None = None
    topic_at_asking: int = 0
    topic: int = 0
    language: str = ""
    channel: str = ""
    source: str = ""
    is_visible: bool = True
    replies: dict[int, Reply] = field(default_factory=dict)
    episodes: list[Episode] = field(default_factory=list)
    waits: list[tuple[datetime, datetime]] = field(default_factory=list)
    waiting_since: datetime | None = None

    def episode_of(self, facts: Mapping[str, Any]) -> Episode | None:
        """Return the episode that an event names by its number, the last one where it names none that is known."""
        number = int(facts.get("episode", 0))
        if 0 < number <= len(self.episodes):
            return self.episodes[number - 1]
        return self.episodes[-1] if self.episodes else None

    def helpers_wait(self, waiting: bool, moment: datetime) -> None:
        """Begin or end a time in which helpers wait for the asker."""
        if waiting:
            self.waiting_since = self.waiting_since or moment
        elif self.waiting_since is not None:
            self.waits.append((self.waiting_since, max(moment, self.waiting_since)))
            self.waiting_since = None

    def waited(self, begins: datetime, ends: datetime | None) -> float:
        """Return for how many seconds helpers waited between two moments; without an end, in waits that are over."""
        waits = self.waits
        if self.waiting_since is not None and ends is not None:
            waits = [*waits, (self.waiting_since, ends)]
        total = 0.0
        for since, until in waits:
            stop = until if ends is None else min(until, ends)
            total += max(0.0, (stop - max(since, begins)).total_seconds())
        return total

    def first_wait(self, begins: datetime, ends: datetime | None) -> datetime | None:
        """Return when helpers first waited between two moments."""
        waits = self.waits if self.waiting_since is None else [*self.waits, (self.waiting_since, None)]
        return next(
            (
                max(since, begins)
                for since, until in waits
                if (until is None or until > begins) and (ends is None or since < ends)
            ),
            None,
        )

    def waits_since(self, begins: datetime) -> datetime | None:
        """Return since when helpers wait now in the episode that began then."""
        return None if self.waiting_since is None else max(self.waiting_since, begins)

    def watched(self, index: int, ends: datetime | None) -> Watched:
        """Return what was seen in an episode until it ended without a solution; what came before asking came with it."""
        watched, begins = Watched(), self.episodes[index].begins
        for reply in self.replies.values():
            if not reply.is_visible:
                continue
            seen = self._in_episode(index, reply.seen_at, begins, ends)
            if reply.is_by_asker:
                if seen is not None:
                    watched.follow_ups.append(seen)
            elif reply.stops_clocks:
                if seen is not None:
                    watched.response(seen)
                answered = self._in_episode(index, reply.substantive_since, begins, ends)
                if answered is not None:
                    watched.answer(answered, reply)
        return watched

    def _in_episode(
        self, index: int, moment: datetime | None, begins: datetime, ends: datetime | None
    ) -> datetime | None:
        """Return the moment if it lies in the episode and was watched."""
        if moment is None or (ends is not None and moment > ends):
            return None
        if index > 0 and moment < begins:
            return None
        if index + 1 < len(self.episodes) and moment >= self.episodes[index + 1].begins:
            return None
        return max(moment, begins)


def _until(moments: list[datetime], end: datetime | None) -> int:
    return len(moments) if end is None else sum(moment <= end for moment in moments)
