"""Deciding the past again under other prices. Pure: what was decided goes in, what would have been decided comes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rewards.earning.pricing import UNCAPPED, Facts, Month, Prices, decide


@dataclass(frozen=True, kw_only=True)
class Line:
    """One decision of the past. `prices` were in force; `points` is what it paid.

    `ended_sequence` says when the award was taken back, and `to_pot` whether its points returned to the pot of its month.
    `shortfall` is what the member kept of it nevertheless. `is_owed` marks an award that had been refused by mistake: it
    pays its points under all prices, if need be from outside the pot.
    """

    sequence: int
    month: str
    member: int
    facts: Facts
    prices: Prices
    points: int
    ended_sequence: int | None = None
    to_pot: bool = False
    is_owed: bool = False
    shortfall: int = 0


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What each line pays, by its sequence; what each member keeps; and what leaves each month's pot for good."""

    points: Mapping[int, int]
    members: Mapping[int, int]
    months: Mapping[str, int]
    pots: Mapping[str, int]

    @property
    def cost(self) -> int:
        """Return all that is kept."""
        return sum(self.members.values())


def replay(lines: Sequence[Line], prices_of: Callable[[Line], Prices]) -> Replayed:
    """Decide the lines again in their order, with the pots and the months' sums that follow from the new decisions.

    A pot is filled once, by the first decision of its month under a list that has one. The lines begin with a month.
    """
    pots: dict[str, int] = {}
    filled: dict[str, int] = {}
    earned: dict[tuple[str, int], int] = defaultdict(int)
    points: dict[int, int] = {}
    for _order, ends, line in sorted(_steps(lines), key=lambda step: step[0]):
        key = (line.month, line.member)
        capped = line.facts.act not in UNCAPPED
        if ends:
            pots[line.month] += points[line.sequence] * line.to_pot
            earned[key] -= points[line.sequence] * capped
            continue
        prices = prices_of(line)
        if not filled.get(line.month):
            pots[line.month] = filled[line.month] = prices.monthly_pot
        month = Month(earned=earned[key], pot_left=pots[line.month])
        points[line.sequence] = line.points if line.is_owed else decide(line.facts, prices, month).points
        pots[line.month] = max(0, pots[line.month] - points[line.sequence])
        earned[key] += points[line.sequence] * capped
    return _summed(lines, points, filled)


def as_it_was(lines: Sequence[Line]) -> Replayed:
    """Decide the lines again under the prices that were in force: what the ledger says, to the point."""
    return replay(lines, lambda line: line.prices)


def differences(lines: Sequence[Line], replayed: Replayed) -> list[int]:
    """Return the sequences of the lines that pay something else than they did."""
    return [line.sequence for line in lines if replayed.points[line.sequence] != line.points]


def _steps(lines: Sequence[Line]) -> Iterable[tuple[int, bool, Line]]:
    for line in lines:
        yield line.sequence, False, line
        if line.ended_sequence is not None:
            yield line.ended_sequence, True, line


def _summed(lines: Sequence[Line], points: Mapping[int, int], filled: Mapping[str, int]) -> Replayed:
    members: dict[int, int] = {line.member: 0 for line in lines}
    months: dict[str, int] = dict.fromkeys(filled, 0)
    for line in lines:
        paid = points[line.sequence]
        members[line.member] += paid if line.ended_sequence is None else min(line.shortfall, paid)
        if not line.to_pot:
            months[line.month] += paid
    return Replayed(points=points, members=members, months=months, pots=filled)
