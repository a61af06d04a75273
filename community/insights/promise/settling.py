"""What a promise is for one question at one moment, as a pure function of its clock (features.md C1 and E2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.events.models import Event
from community.insights.clocks.models import Clock
from community.insights.promise.models import Outcome, Promise
from community.insights.promise.models.promise import Clause

# From this share of its time on, a question that is still open is at risk.
AT_RISK_AFTER = 0.7
_State, _Reason = Outcome.State, Outcome.Reason
_CLOSINGS = {
    Clock.Closing.ASKER.value: _Reason.CLOSED_BY_ASKER.value,
    Clock.Closing.MODERATOR.value: _Reason.CLOSED_BY_MODERATOR.value,
}


@dataclass(frozen=True)
class Settlement:
    """What one clause is: the fields of an Outcome that follow from the clock."""

    clause: str
    deadline: datetime
    state: str
    reason: str = ""
    settled_at: datetime | None = None


def settle(clock: Clock, promise: Promise, now: datetime, *, is_demo: bool = False) -> tuple[Settlement, ...]:
    """Return what each clause of the promise is for the question of this clock, which is that of its first episode.

    `promise` is the version in force at the moment of asking; the deadline follows from both and never moves. What comes at
    the deadline itself is in time. What a demo brought along is judged in demos only; imports are not counted elsewhere.
    """
    return tuple(
        _settled(clock, clause, clock.asked_at + within, now, is_demo)
        for clause, (within, _share) in promise.clauses.items()
    )


def _settled(clock: Clock, clause: str, deadline: datetime, now: datetime, is_demo: bool) -> Settlement:
    excluded = _State.EXCLUDED.value
    if clock.exclusion == Clock.Exclusion.HIDDEN:
        return Settlement(clause, deadline, excluded, _Reason.HIDDEN.value)
    if not _is_counted(clock, clause, is_demo):
        return Settlement(clause, deadline, excluded, _Reason.NOT_LIVE.value)
    happened = clock.first_answer_at if clause == Clause.FIRST_ANSWER else clock.resolved_at
    ended = _ended_otherwise(clock, clause, deadline)
    if happened is not None and happened <= deadline and (ended is None or happened <= ended[0]):
        return Settlement(clause, deadline, _State.KEPT.value, settled_at=happened)
    if ended is not None:
        return Settlement(clause, deadline, excluded, ended[1], ended[0])
    if now <= deadline:
        return Settlement(clause, deadline, _State.OPEN.value)
    if clock.first_paused_at is not None and clock.first_paused_at < deadline:
        return Settlement(clause, deadline, excluded, _Reason.WAITED_FOR_ASKER.value, deadline)
    return Settlement(clause, deadline, _State.BROKEN.value, settled_at=deadline)


def _is_counted(clock: Clock, clause: str, is_demo: bool) -> bool:
    """Return whether this is judged at all: live, or a demo's past; and when it was solved is known, if it was."""
    if clock.source != Event.Source.LIVE and not is_demo:
        return False
    if clock.exclusion == Clock.Exclusion.UNKNOWN_TIME:
        return False
    solved = clause == Clause.RESOLUTION and clock.resolved_at is not None
    return not solved or clock.resolution_quality == Event.TimeQuality.EXACT


def _ended_otherwise(clock: Clock, clause: str, deadline: datetime) -> tuple[datetime, str] | None:
    """Return the first thing in time that ended the waiting without what was promised, and the reason that it is."""
    ends = []
    if clock.closed_at is not None:
        ends.append((clock.closed_at, _CLOSINGS.get(clock.closing, _Reason.NOT_LIVE.value)))
    if clock.censored_at is not None:
        ends.append((clock.censored_at, _Reason.WATCH_ENDED.value))
    if clause == Clause.FIRST_ANSWER and clock.resolved_at is not None:
        ends.append((clock.resolved_at, _Reason.SOLVED_OTHERWISE.value))
    in_time = [end for end in ends if end[0] <= deadline]
    return min(in_time) if in_time else None
