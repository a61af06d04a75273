"""The habits of a simulated community, read from the file beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("habits.toml")


@dataclass(frozen=True)
class Acting:
    """What people do and how likely; times in minutes."""

    looks_at_list: float
    reads: int
    answers_from_list: float
    notices_offer: float
    notices_after: float
    follows_offer: float
    tired_after: int
    tired: float
    writes_for: float
    solves: float
    solves_not: float
    accepts_after: float


@dataclass(frozen=True)
class Helping:
    """Who the helpers are."""

    visits_a_day: float
    visits_spread: float
    newcomers: float
    newcomers_come: float
    hours_least: int
    hours_most: int
    topics_least: int
    topics_most: int
    knows: float
    knows_not: float
    second_language: float


@dataclass(frozen=True)
class Habits:
    """All of it. `hours` weigh the hours of the day, `topics` hold the words of each topic."""

    askers: int
    languages: dict[str, float]
    hours: list[int]
    topics: dict[str, list[str]]
    helping: Helping
    acting: Acting


def read_habits() -> Habits:
    """Return what the file says. Raises TypeError when it says too much or too little."""
    said: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Habits(
        **said["community"],
        topics=said["topics"],
        helping=Helping(**said["helpers"]),
        acting=Acting(**said["acting"]),
    )
