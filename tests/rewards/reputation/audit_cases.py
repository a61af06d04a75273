"""What moderators do about trust levels, for the matrix that every such act is audited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rewards.reputation.actions.count import make_scores
from rewards.reputation.actions.level import decide_level

Case = tuple[Callable[[Any], object], Callable[[Any], object]]
SCORE = "reputation/score"
WORDS = {"trust_level": "3", "reason": "Knows everything"}


def scored(world: Any) -> None:
    """Let Bob stand in the list of levels."""
    make_scores(world.cast.acme.pk, [world.cast.bob.pk])


def decided(world: Any) -> None:
    """Let a moderator have decided that Bob's level stays."""
    scored(world)
    decide_level(moderator=world.cast.mona, member=world.cast.bob, level=0, reason="First")


ACTS: dict[str, Case] = {
    f"{SCORE}/level": (scored, lambda w: w.act(SCORE, "level", w.cast.bob.pk, WORDS, "mona")),
    f"{SCORE}/release": (decided, lambda w: w.act(SCORE, "release", w.cast.bob.pk, who="mona")),
}
