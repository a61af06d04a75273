"""What a deed earns: a pure function of frozen facts, a price list and the month so far. Whole points, no fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, REUSE, MAKE_GOOD = (
    "accepted",
    "first_answer",
    "helpful_vote",
    "reuse",
    "make_good",
)

# So many helpful votes of one voter for one author count in full within a week; each one more counts half of the last.
PAIR_WEEKLY_FULL = 3
PAIR_MONTHLY_MOST = 10
# Of every ten people who re-use an answer, each pays half of what one of the ten before paid.
REUSES_PER_STEP = 10
# What makes good a broken promise is owed whatever else the person earned.
UNCAPPED = frozenset({MAKE_GOOD})


@dataclass(frozen=True, kw_only=True)
class Prices:
    """The numbers of one price list, in points. `rate_above_cap` is a percentage."""

    monthly_pot: int
    soft_cap: int
    rate_above_cap: int
    accepted_answer: int
    pays_moderators_choice: bool
    first_answer: int
    first_answers: int
    helpful_vote: int
    votes_per_answer: int
    reuse: int
    reuse_most: int
    make_good: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is true of a deed whatever the prices are; kept with the decision, so that it can be decided again.

    `barred` is the refusal code of who or what never earns, "" for everybody else. `count` is how many of the kind came
    before: the helper's earlier answers, or their other first answers that were paid where those are more; the answer's
    earlier helpful votes or re-uses. `pair_week` and `pair_month` count earlier votes of the voter for the author.
    `kept` is what the member still has of an earlier award for the same thing.
    """

    act: str
    barred: str = ""
    basis: str = ""
    count: int = 0
    pair_week: int = 0
    pair_month: int = 0
    kept: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the facts as they are stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Facts:
        """Return stored facts."""
        return cls(**stored)


@dataclass(frozen=True, kw_only=True)
class Month:
    """The month so far: what the member has earned in it, and what the pot still holds."""

    earned: int
    pot_left: int


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Points with the code of their reason, or none with a refusal code. `params` are the numbers of the sentence."""

    points: int
    reason: str = ""
    refusal: str = ""
    params: Mapping[str, int] = field(default_factory=dict)


def decide(facts: Facts, prices: Prices, month: Month) -> Decision:
    """Return what the deed earns.

    1. Whoever or whatever is barred earns nothing.
    2. The price: for an accepted answer, one of a newcomer's first answers, a helpful vote (halved again and again for
       votes of one voter for one author after the third in a week, none after the tenth in a month or after the most votes
       that an answer is paid for), a re-use (halved after every ten, up to a most per answer), a make-good.
    3. Less what the member could keep of an earlier award for the same thing.
    4. Above the month's soft cap only a percentage counts, rounded down: room + (price - room) * rate // 100.
    5. The month's pot holds all of it, or the deed is recognition only.
    """
    if facts.barred:
        return Decision(points=0, refusal=facts.barred)
    priced = _price(facts, prices)
    if priced.points and facts.kept:
        priced = _less_kept(priced, facts.kept)
    if priced.points and facts.act not in UNCAPPED:
        priced = _capped(priced, prices, month.earned)
    if priced.points > month.pot_left:
        return Decision(points=0, refusal="pot_empty", params=priced.params)
    return priced


def paid_for_reuses(count: int, price: int) -> int:
    """Return what the first `count` re-uses of an answer are worth together, without the most that is paid for them."""
    return sum(price >> (number // REUSES_PER_STEP) for number in range(count))


def _price(facts: Facts, prices: Prices) -> Decision:
    if facts.act == HELPFUL_VOTE:
        return _vote_price(facts, prices)
    if facts.act == REUSE:
        return _reuse_price(facts, prices)
    if facts.act == FIRST_ANSWER:
        if facts.count >= prices.first_answers:
            return Decision(points=0, refusal="not_newcomer", params={"first": prices.first_answers})
        return _listed(prices.first_answer)
    if facts.act == ACCEPTED:
        if facts.basis == "staff" and not prices.pays_moderators_choice:
            return Decision(points=0, refusal="moderators_choice")
        return _listed(prices.accepted_answer)
    return _listed(prices.make_good)


def _vote_price(facts: Facts, prices: Prices) -> Decision:
    if facts.count >= prices.votes_per_answer:
        return Decision(points=0, refusal="enough_votes", params={"most": prices.votes_per_answer})
    if facts.pair_month >= PAIR_MONTHLY_MOST:
        return Decision(points=0, refusal="pair_limit")
    if facts.pair_week < PAIR_WEEKLY_FULL:
        return _listed(prices.helpful_vote)
    points = prices.helpful_vote >> (facts.pair_week - PAIR_WEEKLY_FULL + 1)
    if not points:
        return Decision(points=0, refusal="pair_limit")
    return Decision(points=points, reason="pair_reduced", params={"price": prices.helpful_vote})


def _reuse_price(facts: Facts, prices: Prices) -> Decision:
    left = prices.reuse_most - paid_for_reuses(facts.count, prices.reuse)
    points = min(prices.reuse >> (facts.count // REUSES_PER_STEP), left)
    if points <= 0:
        return Decision(points=0, refusal="enough_reuses" if prices.reuse else "no_price")
    return Decision(points=points, reason="price", params={"price": prices.reuse})


def _listed(price: int) -> Decision:
    if not price:
        return Decision(points=0, refusal="no_price")
    return Decision(points=price, reason="price", params={"price": price})


def _less_kept(priced: Decision, kept: int) -> Decision:
    points = max(0, priced.points - kept)
    params = {**priced.params, "kept": kept}
    if not points:
        return Decision(points=0, refusal="already_kept", params=params)
    return Decision(points=points, reason="less_kept", params=params)


def _capped(priced: Decision, prices: Prices, earned: int) -> Decision:
    room = max(0, prices.soft_cap - earned)
    if priced.points <= room:
        return priced
    points = room + (priced.points - room) * prices.rate_above_cap // 100
    params = {**priced.params, "cap": prices.soft_cap, "rate": prices.rate_above_cap}
    if not points:
        return Decision(points=0, refusal="over_cap", params=params)
    if points == priced.points:
        return priced
    return Decision(points=points, reason="over_cap", params=params)
