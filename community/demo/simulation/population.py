"""Who is there and when, drawn from a seed: the same for routing on and off, so that only routing differs."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from community.demo.simulation.habits import Habits

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class Helper:
    """A helper. `knows` are topics, `visits` minutes since the beginning, in order; hours of the day are in UTC."""

    number: int
    is_new: bool
    knows: frozenset[str]
    reads: frozenset[str]
    from_hour: int
    hours: int
    visits: tuple[float, ...]

    def is_there(self, minute: float) -> bool:
        """Return whether the helper may be there at this time of the day."""
        return (int(minute // 60) - self.from_hour) % 24 < self.hours


@dataclass(frozen=True)
class Need:
    """A question that will be asked: when, by whom, about what, in which language and words."""

    number: int
    minute: float
    asker: int
    topic: str
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """Everybody, and all that will be asked."""

    helpers: tuple[Helper, ...]
    needs: tuple[Need, ...]


def draw_population(habits: Habits, *, days: int, helpers: int, per_day: float, seed: int) -> Population:
    """Return helpers and questions for so many days. The same arguments give the same population."""
    dice = np.random.default_rng(seed)
    people = tuple(_helper(habits, number, days, dice) for number in range(helpers))
    minutes = sorted(_minute(habits, day, dice) for day in range(days) for _question in range(dice.poisson(per_day)))
    return Population(people, tuple(_need(habits, number, minute, dice) for number, minute in enumerate(minutes)))


def chance(seed: int, *about: object) -> float:
    """Return a number from 0 to 1 that follows from the seed and what it is about: the same die for the same question."""
    digest = sha256(":".join(map(str, (seed, *about))).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def _helper(habits: Habits, number: int, days: int, dice: np.random.Generator) -> Helper:
    ways = habits.helping
    topics, languages = sorted(habits.topics), list(habits.languages)
    is_new = bool(dice.random() < ways.newcomers)
    known = dice.choice(topics, size=int(dice.integers(ways.topics_least, ways.topics_most + 1)), replace=False)
    reads = {languages[0]}
    if dice.random() < ways.second_language:
        reads.add(str(dice.choice(languages[1:])))
    from_hour = _hour(habits, dice)
    hours = int(dice.integers(ways.hours_least, ways.hours_most + 1))
    rate = ways.visits_a_day * float(dice.lognormal(0.0, ways.visits_spread)) * (ways.newcomers_come if is_new else 1.0)
    visits = sorted(
        day * MINUTES_A_DAY + (from_hour * 60 + float(dice.uniform(0, hours * 60))) % MINUTES_A_DAY
        for day in range(days)
        for _visit in range(dice.poisson(rate))
    )
    return Helper(
        number, is_new, frozenset(str(each) for each in known), frozenset(reads), from_hour, hours, tuple(visits)
    )


def _need(habits: Habits, number: int, minute: float, dice: np.random.Generator) -> Need:
    topic = str(dice.choice(sorted(habits.topics)))
    shares = np.array(list(habits.languages.values()))
    language = str(dice.choice(list(habits.languages), p=shares / shares.sum()))
    words = tuple(str(each) for each in dice.choice(habits.topics[topic], size=3, replace=False))
    return Need(number, minute, int(dice.integers(habits.askers)), topic, language, words)


def _hour(habits: Habits, dice: np.random.Generator) -> int:
    weights = np.array(habits.hours, dtype=np.float64)
    return int(dice.choice(24, p=weights / weights.sum()))


def _minute(habits: Habits, day: int, dice: np.random.Generator) -> float:
    return day * MINUTES_A_DAY + _hour(habits, dice) * 60 + float(dice.uniform(0, 60))
