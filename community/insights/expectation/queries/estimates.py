"""Expected times from the questions that were watched: a group's own curve, filled up from the wider groups around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from community.insights.expectation.definitions import CAUTION, CAUTIOUS_SHARE, FEWEST_EVENTS, LONGEST
from community.insights.expectation.queries.watched import Chosen, Watched
from community.insights.expectation.rounding import said_time
from community.statistics.shrinkage import Estimate, shrink
from community.statistics.survival import Curve

# Each topic's parent, None for those at the top.
Parents = Mapping[int, int | None]


@dataclass(frozen=True)
class Expected:
    """The times of one group, and how many questions and answers they stand on."""

    topic: int | None
    block: int
    p50: timedelta | None
    p80: timedelta | None
    n: int
    events: int


@dataclass(frozen=True)
class _Group:
    """A group's curve with what was filled up, and the counts of the nearest group that has enough answers."""

    estimate: Estimate
    n: int
    events: int

    def within(self, own: Curve) -> _Group:
        """Return a smaller group of this one."""
        stands_on = own if own.happened >= FEWEST_EVENTS else None
        return _Group(
            estimate=shrink(own, self.estimate),
            n=stands_on.n if stands_on else self.n,
            events=stands_on.happened if stands_on else self.events,
        )


def expected_times(watched: Watched, language: str, blocks: Sequence[int], parents: Parents) -> Iterator[Expected]:
    """Yield the expected times of the community in general and of every topic, in these parts of the week.

    All in one language, and never filled up from another: a promise pooled over languages looks kept, and is broken for
    the small ones. A topic's curve is filled up from all topics around it, from the widest to the nearest, and each part of
    the week from the whole week of its topic.
    """
    in_language = watched.language == language
    whole = watched.curve(in_language)
    everything = _Group(Estimate.of(whole), whole.n, whole.happened)
    yield from _by_block(watched, None, everything, in_language, blocks)
    families: dict[int, _Group] = {}
    below = _families(parents)
    for topic in parents:
        around = everything
        for wider in reversed(_around(topic, parents)):
            if wider not in families and len(below[wider]) > 1:
                families[wider] = around.within(watched.curve(in_language & np.isin(watched.topic, below[wider])))
            around = families.get(wider, around)
        chosen = in_language & (watched.topic == topic)
        yield from _by_block(watched, topic, around.within(watched.curve(chosen)), chosen, blocks)


def _by_block(
    watched: Watched, topic: int | None, group: _Group, chosen: Chosen, blocks: Sequence[int]
) -> Iterator[Expected]:
    for block in blocks:
        estimate = shrink(watched.curve(chosen & (watched.block == block)), group.estimate)
        is_enough = group.events >= FEWEST_EVENTS
        yield Expected(
            topic=topic,
            block=block,
            p50=_named(estimate.quantile(0.5)) if is_enough else None,
            p80=_named(estimate.quantile(CAUTIOUS_SHARE, CAUTION)) if is_enough else None,
            n=group.n,
            events=group.events,
        )


def _named(seconds: float | None) -> timedelta | None:
    said = None if seconds is None else said_time(seconds)
    return said if said is not None and said <= LONGEST else None


def _around(topic: int, parents: Parents) -> list[int]:
    """Return the topic and those above it, from the nearest to the top."""
    line = [topic]
    while (above := parents.get(line[-1])) is not None and above not in line:
        line.append(above)
    return line


def _families(parents: Parents) -> dict[int, list[int]]:
    """Return each topic with all topics below it."""
    families: dict[int, list[int]] = {topic: [] for topic in parents}
    for topic in parents:
        for wider in _around(topic, parents):
            families.setdefault(wider, []).append(topic)
    return families
