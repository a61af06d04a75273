"""The shares that the public page gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from community.insights.clocks.definitions import FIRST_ANSWER
from community.insights.speed.queries.public import Window
from community.insights.speed.tiles.measures import HORIZONS, share_part
from community.insights.speed.tiles.registry import FEWEST, Part


@dataclass(frozen=True)
class ShareAt:
    """The share answered by a time, of `n` questions that are at least so old; no part where there are too few."""

    n: int
    part: Part | None


def shares_at(window: Window) -> Sequence[ShareAt]:
    """Return the share at each horizon, computed as the dashboard's."""
    durations = window.sample.durations(FIRST_ANSWER, window.now)
    found = []
    for seconds in HORIZONS.values():
        mature = window.sample.is_mature(seconds, window.now)
        yes = (durations.happened & (durations.seconds <= seconds))[mature]
        found.append(ShareAt(int(yes.size), share_part(yes) if yes.size >= FEWEST else None))
    return found
