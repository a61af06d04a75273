"""Trust levels: what each asks for, when one is lost again, and what is missing to the next. Pure functions.

A level asks for time, for taking part, for answers that helped, and from level 3 on for quality: a share of the answers
has to be accepted, so that nobody rises by writing much. A level that was reached is lost only when reputation, accepted
answers or that share fall below three quarters of what it asked for. What levels unlock: accounts/abilities.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accounts.abilities import HIGHEST_LEVEL

# A level is kept down to this part of what it asks for: nobody moves up and down with every vote.
_KEPT_AT: Final = 0.75


@dataclass(frozen=True)
class Facts:
    """What a member's level follows from. `posts` counts visible questions and substantive answers."""

    days: int = 0
    posts: int = 0
    answers: int = 0
    solved: int = 0
    reputation: int = 0

    @property
    def accepted_percent(self) -> int:
        """Return the share of substantive answers that were accepted, rounded down."""
        return min(100, 100 * self.solved // self.answers) if self.answers else 0


@dataclass(frozen=True)
class Need:
    """One thing that a level asks for: `have` of `needed` of the fact."""

    fact: str
    have: int
    needed: int

    @property
    def is_met(self) -> bool:
        """Return whether there is enough."""
        return self.have >= self.needed

    @property
    def missing(self) -> int:
        """Return how much is missing."""
        return max(0, self.needed - self.have)


LEVELS: Final[tuple[dict[str, int], ...]] = (
    {},
    {"days": 2, "posts": 2},
    {"days": 14, "answers": 5, "solved": 2, "reputation": 50},
    {"days": 60, "answers": 25, "solved": 10, "reputation": 300, "accepted_percent": 20},
    {"days": 180, "answers": 100, "solved": 50, "reputation": 1500, "accepted_percent": 30},
)
_CAN_FALL: Final = {"solved", "reputation", "accepted_percent"}


def needs_of(level: int, facts: Facts) -> list[Need]:
    """Return all that the level asks for, beside what there is."""
    return [Need(fact, getattr(facts, fact), needed) for fact, needed in LEVELS[level].items()]


def reached(facts: Facts) -> int:
    """Return the level up to which everything is met, each level's demands on top of those below it."""
    level = 0
    while level < HIGHEST_LEVEL and all(need.is_met for need in needs_of(level + 1, facts)):
        level += 1
    return level


def kept(level: int, facts: Facts) -> int:
    """Return the level, or the highest below it, whose reputation, accepted answers and share have not fallen too far."""
    while level and any(
        need.fact in _CAN_FALL and need.have < need.needed * _KEPT_AT for need in needs_of(level, facts)
    ):
        level -= 1
    return level


def earned_level(before: int, facts: Facts) -> int:
    """Return the level that the rules give to a member of whom they thought `before` last."""
    return max(reached(facts), kept(before, facts))


def settled_level(current: int, before: int, now: int) -> int:
    """Return the level for a member who has `current`, when what they have earned goes from `before` to `now`.

    A level above the earned one was given, by a person or with the company, and is not taken by the rules.
    """
    return now if current <= before else max(current, now)
