"""Counts that fade: what happened one half-life ago counts half.

A counter is a value and the moment at which it was right. Adding shifts the older of the two to the newer, so the order
in which events arrive does not change the result beyond rounding.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DAY = 86400.0


class FadingCounts:
    """One fading count for each person, by a number given to them when they were first counted.

    `half_life` and all moments are in seconds. c(t) = Σ w_i 2^(-(t - t_i) / half_life).
    """

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life
        self._values = np.zeros(0)
        self._moments = np.zeros(0)
        # Several ask for the same counts at one moment: what was told last, and how often anything had changed by then.
        self._changes = 0
        self._told: tuple[tuple[float, int, int], Floats] | None = None

    def add(self, person: int, moment: float, weight: float = 1.0) -> None:
        """Count something that a person did."""
        self._reach(person + 1)
        value, known = self._values[person], self._moments[person]
        newer = max(moment, known)
        self._values[person] = value * self._fade(newer - known) + weight * self._fade(newer - moment)
        self._moments[person] = newer
        self._changes += 1

    def at(self, moment: float, people: int) -> Floats:
        """Return the counts of the first so many people as they are at a moment; they cannot be written to."""
        asked, told = (moment, people, self._changes), self._told
        if told is not None and told[0] == asked:
            return told[1]
        self._reach(people)
        # A count from later than the moment is not blown up: it is told as it stands.
        counts = self._values[:people] * np.exp2(-np.maximum(moment - self._moments[:people], 0.0) / self.half_life)
        counts.flags.writeable = False
        self._told = asked, counts
        return counts

    def kept(self, person: int) -> tuple[float, float]:
        """Return a person's value and the moment at which it was right, as they are stored."""
        self._reach(person + 1)
        return float(self._values[person]), float(self._moments[person])

    def put(self, person: int, value: float, moment: float) -> None:
        """Take back what `kept` returned."""
        self._reach(person + 1)
        self._values[person], self._moments[person] = value, moment
        self._changes += 1

    def _fade(self, seconds: float) -> float:
        return float(2.0 ** (-seconds / self.half_life))

    def _reach(self, people: int) -> None:
        if people > self._values.size:
            size = max(people, 2 * self._values.size, 64)
            self._values = np.concatenate((self._values, np.zeros(size - self._values.size)))
            self._moments = np.concatenate((self._moments, np.zeros(size - self._moments.size)))


class HourCounts:
    """At which hours of the day (UTC) each person is around: 24 fading counts for everybody."""

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life
        self._values = np.zeros((0, 24))
        self._moments = np.zeros(0)

    def add(self, person: int, moment: float) -> None:
        """Count that a person did something at the moment."""
        self._reach(person + 1)
        newer = max(moment, self._moments[person])
        self._values[person] *= 2.0 ** (-(newer - self._moments[person]) / self.half_life)
        self._values[person, hour_of(moment)] += 2.0 ** (-(newer - moment) / self.half_life)
        self._moments[person] = newer

    def at(self, moment: float, people: int) -> Floats:
        """Return the counts as one row of 24 for each person, beginning with the hour of the moment."""
        self._reach(people)
        fade = np.exp2(-np.maximum(moment - self._moments[:people], 0.0) / self.half_life)
        values, hour, counts = self._values[:people], hour_of(moment), np.empty((people, 24))
        np.multiply(values[:, hour:], fade[:, np.newaxis], out=counts[:, : 24 - hour])
        np.multiply(values[:, :hour], fade[:, np.newaxis], out=counts[:, 24 - hour :])
        return counts

    def kept(self, person: int) -> tuple[list[float], float]:
        """Return a person's 24 values from midnight UTC on, and the moment at which they were right, as stored."""
        self._reach(person + 1)
        return self._values[person].tolist(), float(self._moments[person])

    def put(self, person: int, values: Sequence[float], moment: float) -> None:
        """Take back what `kept` returned."""
        self._reach(person + 1)
        self._values[person], self._moments[person] = values, moment

    def _reach(self, people: int) -> None:
        if people > self._moments.size:
            more = max(people - self._moments.size, self._moments.size, 64)
            self._values = np.concatenate((self._values, np.zeros((more, 24))))
            self._moments = np.concatenate((self._moments, np.zeros(more)))


def hour_of(moment: float) -> int:
    """Return the hour of the day in UTC, 0 to 23, of a moment in seconds since 1970."""
    return int(moment % DAY // 3600)
