"""The tiles about questions that wait now."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.insights.clocks.definitions import BACKLOG_AGE, STALE, UNANSWERED
from community.insights.clocks.queries.sample import Floats
from community.insights.speed.board import Board
from community.insights.speed.tiles.measures import DAY, HOUR
from community.insights.speed.tiles.registry import COUNT, Measured, Part, Rows, Tile, register

GROUP: Final = "backlog"
# Where one age ends and the next begins, in seconds, and what each is called.
AGES: Final = (HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)
AGE_NAMES: Final = (
    gettext_lazy("up to 1 h"),
    gettext_lazy("1 to 4 h"),
    gettext_lazy("4 to 24 h"),
    gettext_lazy("1 to 3 days"),
    gettext_lazy("3 to 7 days"),
    gettext_lazy("7 to 30 days"),
    gettext_lazy("over 30 days"),
)


def ages_of(board: Board) -> Floats:
    """Return how long each question of the backlog waits, in seconds."""
    ages: Floats = np.maximum(0.0, board.now.timestamp() - board.backlog["asked_at"])
    return ages


def age_bands(ages: Floats) -> list[int]:
    """Return how many are of each age. What is exactly as old as a border is not older."""
    places = [0, *np.searchsorted(np.sort(ages), AGES, side="right"), ages.size]
    return [int(later - earlier) for earlier, later in pairwise(places)]


def _unanswered(board: Board) -> Measured:
    return Measured(Rows(board.backlog["pk"]), [Part("", COUNT, len(board.backlog))], fewest=0)


def _stale(board: Board) -> Measured:
    stale = board.backlog.where(ages_of(board) > DAY)
    return Measured(Rows(stale["pk"]), [Part("", COUNT, len(stale))], fewest=0)


def _by_age(board: Board) -> Measured:
    counts = age_bands(ages_of(board))
    parts = [Part(name, COUNT, count) for name, count in zip(AGE_NAMES, counts, strict=True)]
    return Measured(Rows(board.backlog["pk"]), parts, fewest=0, note="" if len(board.backlog) else _("Nothing waits."))


register(
    Tile("unanswered", UNANSWERED, GROUP, _unanswered),
    Tile("stale", STALE, GROUP, _stale),
    Tile("backlog_age", BACKLOG_AGE, GROUP, _by_age, gettext_lazy("How long they wait")),
)
