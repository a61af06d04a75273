"""Pictures as numbers: where lines run and ticks stand. Templates draw them; every colour is a class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

# The picture's own units; it is as wide as its place.
WIDTH: Final = 640
HEIGHT: Final = 320
LEFT, RIGHT, TOP, BOTTOM = 52, 626, 14, 274
_MOST_LABELS: Final = 6


@dataclass(frozen=True)
class Tick:
    """A mark at an axis. `is_major` ones stay where there is little room."""

    at: float
    label: Any
    is_major: bool = True


@dataclass(frozen=True)
class LinePicture:
    """Values in their order, joined by a line that breaks where one is missing. `sentence` says what it shows.

    web/_line_chart.html draws it.
    """

    lines: Sequence[str]
    dots: Sequence[tuple[float, float]]
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    sentence: str
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH
    height: int = HEIGHT
    label_x: int = LEFT - 8
    label_y: int = BOTTOM + 28


def y_of(share: float) -> float:
    """Return where a share stands: nothing at the bottom, all at the top."""
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def log_line(
    values: Sequence[float | None], names: Sequence[str], ticks: Sequence[tuple[float, str]], sentence: str
) -> LinePicture | None:
    """Return the picture of values above zero on a logarithmic axis, None where there is no value.

    The axis reaches from the first of `ticks`, which rise, to the last; values beyond stand at its end.
    """
    if all(value is None for value in values):
        return None
    low, high = math.log(ticks[0][0]), math.log(ticks[-1][0])
    step = (RIGHT - LEFT) / len(values)
    every = max(1, -(-len(values) // _MOST_LABELS))
    lines: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            lines.append([])
        else:
            share = (math.log(min(max(value, ticks[0][0]), ticks[-1][0])) - low) / (high - low)
            lines[-1].append((_middle(place, step), y_of(share)))
    return LinePicture(
        lines=[" ".join(f"{x},{y}" for x, y in line) for line in lines if len(line) > 1],
        dots=[point for line in lines for point in line],
        x_ticks=[
            Tick(_middle(place, step), name, place // every % 2 == 0)
            for place, name in enumerate(names)
            if place % every == 0
        ],
        y_ticks=[Tick(y_of((math.log(value) - low) / (high - low)), label) for value, label in ticks],
        sentence=sentence,
    )


def _middle(place: int, step: float) -> float:
    return round(LEFT + (place + 0.5) * step, 1)
