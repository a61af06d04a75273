"""What a draft of prices would have done to the past: the page before it is put into force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from accounts.models import Company
from community import clock
from community.statistics.shares import gini
from rewards.earning.actions.make_whole import OWED
from rewards.earning.calendar import month_of
from rewards.earning.models import Earning, PriceList
from rewards.earning.pricing import Facts, Prices
from rewards.earning.replay import Line, Replayed, as_it_was, differences, replay

WINNERS = 20
DECILES = 10


@dataclass(frozen=True)
class Decile:
    """A tenth of the members, by what they have now; what they keep before and after, in points."""

    number: int
    members: int
    before: int
    after: int

    @property
    def change(self) -> int:
        """Return what the change brings them together."""
        return self.after - self.before


@dataclass(frozen=True)
class Change:
    """What changes for one member, who is a number here: a price list is decided without looking at people."""

    number: int
    before: int
    after: int

    @property
    def change(self) -> int:
        """Return the difference."""
        return self.after - self.before


@dataclass(frozen=True)
class PotUse:
    """What left the pot of a month, now and under the draft, and what the pots held."""

    month: str
    before: int
    pot_before: int
    after: int
    pot_after: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A draft against what was in force. `wrong` counts lines whose replay is not what was paid: none, ever."""

    since: str
    decisions: int
    cost_before: int
    cost_after: int
    gini_before: float
    gini_after: float
    deciles: Sequence[Decile]
    winners: Sequence[Change]
    losers: Sequence[Change]
    pots: Sequence[PotUse]
    wrong: int


def compare_draft(company: Company, draft: PriceList, days: int) -> Comparison:
    """Replay the last days, from the beginning of their first month, as they were and under the draft. Writes nothing."""
    since = month_of(company, clock.now() - timedelta(days=days))
    return compare(lines_since(company, since), draft.prices, since)


def lines_since(company: Company, month: str) -> list[Line]:
    """Return the company's decisions since the beginning of a month, in their order. Two queries."""
    lists: Mapping[int, Prices] = {each.pk: each.prices for each in PriceList.objects.of(company)}
    rows = Earning.objects.of(company).filter(month__gte=month, price_list__isnull=False).order_by("sequence")
    return [
        Line(
            sequence=row.sequence,
            month=row.month,
            member=row.member_id,
            facts=Facts.from_json(row.facts),
            prices=lists[row.price_list_id or 0],
            points=row.points,
            ended_sequence=row.ended_sequence,
            to_pot=row.state == Earning.State.VOID,
            is_owed=row.source.startswith(OWED),
            shortfall=row.shortfall,
        )
        for row in rows.iterator()
    ]


def compare(lines: Sequence[Line], prices: Prices, since: str) -> Comparison:
    """Return what the prices would have done to the lines."""
    before, after = as_it_was(lines), replay(lines, lambda line: prices)
    changes = _changes(before, after)
    return Comparison(
        since=since,
        decisions=len(lines),
        cost_before=before.cost,
        cost_after=after.cost,
        gini_before=gini(list(before.members.values())),
        gini_after=gini(list(after.members.values())),
        deciles=_deciles(changes),
        winners=[each for each in sorted(changes, key=lambda c: -c.change)[:WINNERS] if each.change > 0],
        losers=[each for each in sorted(changes, key=lambda c: c.change)[:WINNERS] if each.change < 0],
        pots=[
            PotUse(month, before.months[month], before.pots[month], after.months[month], after.pots[month])
            for month in sorted(before.months)
        ],
        wrong=len(differences(lines, before)),
    )


def _changes(before: Replayed, after: Replayed) -> list[Change]:
    """Return every member's change, numbered by what they have now: the numbers tell nobody's name."""
    members = sorted(before.members, key=lambda member: (before.members[member], after.members[member], member))
    return [
        Change(number, before.members[member], after.members[member]) for number, member in enumerate(members, start=1)
    ]


def _deciles(changes: Sequence[Change]) -> list[Decile]:
    found = []
    for number in range(DECILES):
        part = changes[number * len(changes) // DECILES : (number + 1) * len(changes) // DECILES]
        if part:
            sums = sum(each.before for each in part), sum(each.after for each in part)
            found.append(Decile(number + 1, len(part), *sums))
    return found
