"""Short stories of one question, told as events, and what the fold makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from community.insights.clocks.fold import Happened, Reading, fold

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ASKER, HELPER, OTHER, BOT = "1", "2", "3", "4"
QUESTION = 100


def at(minutes: float) -> datetime:
    """Return the moment so many minutes after asking."""
    return START + timedelta(minutes=minutes)


class Story:
    """The events of one question. Every method adds one, `minutes` after asking."""

    def __init__(self, *, source: str = "live", time_quality: str = "exact", **facts: Any) -> None:
        self.source = source
        self.events: list[Happened] = []
        self.tell(0, "question.asked", ASKER, time_quality=time_quality, topic=7, language="en", **facts)

    def tell(
        self, minutes: float, kind: str, actor: str = "", /, *, time_quality: str = "exact", **facts: Any
    ) -> Story:
        """Add any event."""
        payload = {"question": QUESTION, **facts}
        self.events.append(Happened(kind, actor, payload, self.source, time_quality, at(minutes)))
        return self

    def answer(self, minutes: float, actor: str = HELPER, *, post: int = 200, **facts: Any) -> Story:
        """Let somebody post a substantive answer, unless the facts say otherwise."""
        own = actor == ASKER
        told = {"purpose": "attempt", "substantive": not own, "by_asker": own, **facts}
        return self.tell(minutes, "answer.posted", actor, answer=post, **told)

    def comment(self, minutes: float, actor: str = HELPER, *, post: int = 300, **facts: Any) -> Story:
        """Let somebody comment."""
        return self.tell(minutes, "comment.posted", actor, comment=post, target=QUESTION, **facts)

    def accept(
        self, minutes: float, post: int = 200, *, actor: str = ASKER, episode: int = 1, time_quality: str = "exact"
    ) -> Story:
        """Let somebody accept an answer."""
        facts = {"answer": post, "answer_author": int(HELPER), "episode": episode}
        basis = "asker" if actor == ASKER else "staff"
        return self.tell(minutes, "answer.accepted", actor, time_quality=time_quality, basis=basis, **facts)

    def reopen(self, minutes: float, *, episode: int = 2) -> Story:
        """Begin the next episode."""
        return self.tell(minutes, "question.reopened", ASKER, episode=episode)

    def state(self, minutes: float, after: str) -> Story:
        """Let the state change."""
        return self.tell(minutes, "question.state_changed", HELPER, before="new", after=after)

    def clocks(self, pauses: Sequence[datetime] = ()) -> list[Reading]:
        """Return the clock of every episode."""
        return fold(self.events, pauses)

    def clock(self, pauses: Sequence[datetime] = ()) -> Reading:
        """Return the clock of the only episode."""
        [clock] = self.clocks(pauses)
        return clock
