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
    (first, _label), (last, _other) = ticks[0], ticks[-1]

    def height_of(value: float) -> float:
        return y_of(math.log(min(max(value, first), last) / first) / math.log(last / first))

    places = places_of(len(values))
    lines, dots = joined(places, [None if value is None else height_of(value) for value in values])
    return LinePicture(
        lines=lines,
        dots=dots,
        x_ticks=labelled(places, names),
        y_ticks=[Tick(height_of(value), label) for value, label in ticks],
        sentence=sentence,
    )


def places_of(count: int) -> list[float]:
    """Return where so many values stand beside each other: each in the middle of its share of the axis."""
    step = (RIGHT - LEFT) / count
    return [round(LEFT + (place + 0.5) * step, 1) for place in range(count)]


def joined(places: Sequence[float], heights: Sequence[float | None]) -> tuple[list[str], list[tuple[float, float]]]:
    """Return the lines through the heights, broken where one is missing, and the dots on them."""
    lines: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(places, heights, strict=True):
        if y is None:
            lines.append([])
        else:
            lines[-1].append((x, y))
    dots = [point for line in lines for point in line]
    return [" ".join(f"{x},{y}" for x, y in line) for line in lines if len(line) > 1], dots


def labelled(places: Sequence[float], names: Sequence[str]) -> list[Tick]:
    """Return the marks below the places: of many only some have one, and every other stays where there is little room."""
    every = max(1, -(-len(places) // _MOST_LABELS))
    chosen = list(zip(places, names, strict=True))[::every]
    return [Tick(x, name, number % 2 == 0) for number, (x, name) in enumerate(chosen)]
