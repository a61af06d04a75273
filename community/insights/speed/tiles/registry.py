"""What a tile is: a figure, and exactly the rows that it is about. Other modules may register more of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from community.insights.clocks.definitions import Definition
from community.insights.speed.board import Board

# Of fewer rows a share or a median says nothing: it is shown nowhere, on no page and in no file.
FEWEST: Final = 30

QUESTIONS: Final = "questions"
MEMBERS: Final = "members"

TIME: Final = "time"
SHARE: Final = "share"
COUNT: Final = "count"
NUMBER: Final = "number"


@dataclass(frozen=True)
class Rows:
    """What a figure is about: ids of clocks, or of members. `counts` is true for those of which a share says how many.

    `meaning` says what `counts` means, for the head of a column; without it, it is "".
    """

    ids: NDArray[np.int64]
    kind: str = QUESTIONS
    counts: NDArray[np.bool_] | None = None
    meaning: Any = ""

    @property
    def n(self) -> int:
        """Return how many rows there are."""
        return int(self.ids.size)


@dataclass(frozen=True)
class Part:
    """One number of a figure: seconds (TIME), a share between 0 and 1, a count, or a plain number.

    `value` is None where it is not known; then `beyond` may say that it is more than that.
    """

    label: Any
    kind: str
    value: float | None
    low: float | None = None
    high: float | None = None
    beyond: float | None = None


@dataclass(frozen=True)
class Measured:
    """What a tile found. `fewest` is how many rows it takes to say anything; counts take none."""

    rows: Rows
    parts: Sequence[Part]
    fewest: int = FEWEST
    note: Any = ""


@dataclass(frozen=True)
class Tile:
    """One figure of the dashboard. `id` names it in addresses; `group` is the section in which it stands."""

    id: str
    definition: Definition
    group: str
    measure: Callable[[Board], Measured]
    name: Any = field(default="")

    @property
    def title(self) -> str:
        """Return what it is called: its own name, or that of its definition."""
        return str(self.name or self.definition.name)


@dataclass(frozen=True)
class Figure:
    """A tile with what it found; where there is too little, without its parts. Pages and files show this, so they agree."""

    tile: Tile
    rows: Rows
    parts: Sequence[Part]
    fewest: int
    note: str

    @property
    def is_enough(self) -> bool:
        """Return whether there are enough rows to say anything."""
        return self.n >= self.fewest

    @property
    def n(self) -> int:
        """Return how many rows are behind it."""
        return self.rows.n


_tiles: dict[str, Tile] = {}


def register(*tiles: Tile) -> None:
    """Put tiles on the dashboard, in this order within their group. Raises ValueError for an id that is taken."""
    for tile in tiles:
        if tile.id in _tiles:
            raise ValueError(f"There is a tile {tile.id!r} already.")
        _tiles[tile.id] = tile


def all_tiles() -> list[Tile]:
    """Return every tile, in the order of registration."""
    return list(_tiles.values())


def find_tile(id: str) -> Tile | None:
    """Return the tile with this id, or None."""
    return _tiles.get(id)


def figure_of(tile: Tile, board: Board) -> Figure:
    """Return what the tile says of these questions. Too few rows leave it without parts."""
    found = tile.measure(board)
    parts = found.parts if found.rows.n >= found.fewest else ()
    return Figure(tile, found.rows, parts, found.fewest, str(found.note))
