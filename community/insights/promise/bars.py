"""Bars of weeks, as paths that a template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from community.insights.promise.queries.page import Week

_STEP: Final = 40
_GAP: Final = 8
_HEIGHT: Final = 120


@dataclass(frozen=True)
class Bars:
    """A drawing of weeks: a path of what was kept, and one of what was broken, on top of it.

    `box` is the drawing's viewBox; `most` is the number of questions that its highest bar stands for.
    """

    box: str
    most: int
    kept: str
    broken: str


def bars_of(weeks: Sequence[Week]) -> Bars:
    """Return bars of the numbers of kept and broken ones, which say how many there were, as shares would not."""
    most = max((week.delivery.settled for week in weeks), default=0)
    scale = _HEIGHT / most if most else 0.0
    kept, broken = [], []
    for number, week in enumerate(weeks):
        lower, upper = week.delivery.kept * scale, week.delivery.settled * scale
        kept.append(_bar(number, 0.0, lower))
        broken.append(_bar(number, lower, upper))
    return Bars(f"0 0 {len(weeks) * _STEP} {_HEIGHT}", most, "".join(kept), "".join(broken))


def _bar(number: int, bottom: float, top: float) -> str:
    """Return the rectangle of one week between two heights; nothing where they are one."""
    if top == bottom:
        return ""
    left, width = number * _STEP + _GAP // 2, _STEP - _GAP
    return f"M{left} {_HEIGHT - bottom:.1f}V{_HEIGHT - top:.1f}h{width}V{_HEIGHT - bottom:.1f}z"
