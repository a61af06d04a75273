"""Pictures as numbers: where lines run and ticks stand. Templates draw them; every colour is a class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from community.insights.speed.tiles.measures import DAY, HOUR, MINUTE
from community.insights.speed.words import duration_said
from community.statistics.survival import Curve
from community.web.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Tick, y_of

_FIRST, _LAST = MINUTE, 30 * DAY
_POINTS: Final = 240
_MARK_ROOM: Final = 200
TICKS: Final = (
    (MINUTE, gettext_lazy("1 min"), True),
    (5 * MINUTE, gettext_lazy("5 min"), False),
    (15 * MINUTE, gettext_lazy("15 min"), False),
    (HOUR, gettext_lazy("1 h"), True),
    (4 * HOUR, gettext_lazy("4 h"), False),
    (DAY, gettext_lazy("1 day"), True),
    (7 * DAY, gettext_lazy("7 days"), False),
    (30 * DAY, gettext_lazy("30 days"), True),
)


@dataclass(frozen=True)
class Mark:
    """Where the median is, what is said of it, and on which side of it that stands."""

    x: float
    y: float
    said: str
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True)
class CurvePicture:
    """The share to whom it has happened, against time on a logarithmic axis: a line, its band, and where half is.

    `sentence` says all of it. `mark` is None where half was never reached.
    """

    line: str
    band: str
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    mark: Mark | None
    sentence: str
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM
    width: int = WIDTH
    height: int = HEIGHT
    label_x: int = LEFT - 8
    label_y: int = BOTTOM + 28


def picture_of(curve: Curve, sentence: str) -> CurvePicture:
    """Return the picture of a curve. It ends where the longest follow-up does: beyond, nothing is known."""
    end = min(max(curve.last_follow_up, _FIRST), _LAST)
    times = np.geomspace(_FIRST, end, _POINTS)
    low, high = curve.band()
    return CurvePicture(
        line=_path(times, 1.0 - _at(curve, curve.survival, times)),
        band=_closed(times, 1.0 - _at(curve, low, times), 1.0 - _at(curve, high, times)),
        x_ticks=[Tick(x_of(seconds), label, is_major) for seconds, label, is_major in TICKS],
        y_ticks=[Tick(y_of(share), f"{share:.0%}", share in (0, 0.5, 1)) for share in (0, 0.25, 0.5, 0.75, 1)],
        mark=_mark_of(curve.median),
        sentence=sentence,
    )


def _mark_of(median: float | None) -> Mark | None:
    """Return the mark of the median, if it lies in the picture. Its words stand below the line, or above it at the end:

    a line that only rises leaves room there.
    """
    if median is None or median > _LAST:
        return None
    x, y = x_of(median), y_of(0.5)
    if x + _MARK_ROOM < RIGHT:
        return Mark(x, y, duration_said(median), x + 14, y + 24, "start")
    return Mark(x, y, duration_said(median), x - 12, y - 12, "end")


def curve_sentence(name: str, curve: Curve) -> str:
    """Return what the picture shows, for those who do not see it."""
    words = {
        "name": name,
        "n": curve.n,
        "hour": f"{curve.share_by(HOUR):.0%}",
        "day": f"{curve.share_by(DAY):.0%}",
    }
    if curve.median is None:
        return (
            _("%(name)s, of %(n)d questions: %(hour)s within an hour, %(day)s within a day; half was never reached.")
            % words
        )
    return _("%(name)s, of %(n)d questions: half within %(median)s, %(hour)s within an hour, %(day)s within a day.") % {
        **words,
        "median": duration_said(curve.median),
    }


def x_of(seconds: float) -> float:
    """Return where a time stands: a minute at the left, 30 days at the right, each tenfold the same step."""
    along = math.log(min(max(seconds, _FIRST), _LAST) / _FIRST) / math.log(_LAST / _FIRST)
    return round(LEFT + along * (RIGHT - LEFT), 1)


def height_of(seconds: float) -> float:
    """Return where a time stands on an axis that goes up: a minute at the bottom, 30 days at the top."""
    return y_of((x_of(seconds) - LEFT) / (RIGHT - LEFT))


def _at(curve: Curve, values: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values of a step function that starts at 1."""
    return np.concatenate(([1.0], values))[np.searchsorted(curve.times, times, side="right")]


def _path(times: NDArray[np.float64], shares: NDArray[np.float64]) -> str:
    """Return the steps as a path: along, then up."""
    steps = [f"M{x_of(times[0])} {y_of(shares[0])}"]
    for before, time, share in zip(shares, times[1:], shares[1:], strict=False):
        if y_of(share) != y_of(before):
            steps.append(f"H{x_of(time)}V{y_of(share)}")
    return "".join([*steps, f"H{x_of(times[-1])}"])


def _closed(times: NDArray[np.float64], one: NDArray[np.float64], other: NDArray[np.float64]) -> str:
    """Return the area between two lines."""
    there = [f"{x_of(time)} {y_of(share)}" for time, share in zip(times, one, strict=True)]
    back = [f"{x_of(time)} {y_of(share)}" for time, share in zip(times[::-1], other[::-1], strict=True)]
    return "M" + "L".join([*there, *back]) + "Z"
