"""Figures in two directions: what waits by topic and age, and how fast answers come by the hour of asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, Final

import numpy as np
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from community.insights.clocks.definitions import HOUR_OF_WEEK
from community.insights.speed.board import Board
from community.insights.speed.tiles.backlog import AGE_NAMES, AGES, ages_of
from community.insights.speed.tiles.measures import HORIZONS, durations_for
from community.insights.speed.tiles.registry import FEWEST
from community.questions.models import Topic

# How dark a cell is, from none to most.
SHADES: Final = 5
# Hours that share a cell: as few as leave most cells with enough questions.
_WIDTHS: Final = (1, 3, 6)


@dataclass(frozen=True)
class Cell:
    """A field of a map. `value` is None where there are too few, which is not the same as none."""

    n: int
    value: float | None
    shade: int


@dataclass(frozen=True)
class Map:
    """Rows with names, under columns with names."""

    columns: Sequence[Any]
    rows: Sequence[tuple[Any, Sequence[Cell]]]


def backlog_map(board: Board, topics: Sequence[Topic]) -> Map:
    """Return how many unanswered questions of each topic wait for how long; topics without any are left out."""
    ages = np.searchsorted(AGES, ages_of(board), side="left")
    counts = Counter(zip((int(each) for each in board.backlog["topic_id"]), (int(age) for age in ages), strict=True))
    most = max(counts.values(), default=0)
    names = {topic.pk: topic.name for topic in topics}
    present = {topic for topic, _age in counts}
    order = [*(topic.pk for topic in topics if topic.pk in present), *sorted(present - names.keys())]
    rows = [
        (
            names.get(topic, _("a topic that is gone")),
            [
                Cell(counts[topic, age], counts[topic, age], _shade(counts[topic, age], most))
                for age in range(len(AGE_NAMES))
            ],
        )
        for topic in order
    ]
    return Map(AGE_NAMES, rows)


def hour_map(board: Board) -> Map:
    """Return the share answered within an hour by weekday and hour of asking, in the company's time zone.

    Only questions that are at least an hour old. Cells with fewer than 30 have no value.
    """
    durations = durations_for(board, HOUR_OF_WEEK)
    mature = board.sample.is_mature(HORIZONS["1h"], board.now)
    in_time = durations.happened & (durations.seconds <= HORIZONS["1h"])
    zone = board.population.zone
    asked = [datetime.fromtimestamp(seconds, zone) for seconds in board.sample["asked_at"][mature]]
    width = next((each for each in _WIDTHS if len(asked) >= 7 * 24 // each * FEWEST), _WIDTHS[-1])
    places = [(moment.weekday(), moment.hour // width) for moment in asked]
    all_of, fast = Counter(places), Counter(place for place, yes in zip(places, in_time[mature], strict=True) if yes)
    cells = {place: _share(fast[place], all_of[place]) for place in product(range(7), range(24 // width))}
    columns = [_hours(block * width, width) for block in range(24 // width)]
    return Map(columns, [(name, [cells[day, block] for block in range(24 // width)]) for day, name in WEEKDAYS.items()])


def _hours(start: int, width: int) -> str:
    return f"{start:02d}" if width == 1 else _("%(from)02d–%(to)02d h") % {"from": start, "to": start + width}


def _share(yes: int, n: int) -> Cell:
    if n < FEWEST:
        return Cell(n, None, 0)
    return Cell(n, yes / n, _shade(yes, n))


def _shade(value: int, most: int) -> int:
    return max(1, round(SHADES * value / most)) if value and most else 0
