"""The wallet of one member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership
from community import clock
from rewards.earning.models import Earning, Program
from rewards.earning.queries import Due, declines_points, held_with_reasons, pending_by_date
from rewards.ledger.models import Freeze
from rewards.ledger.queries import MemberPoints, points_of, standing_freeze
from rewards.payouts.models import Payout, PayoutDetails, PayoutRules
from rewards.payouts.months import today_of
from rewards.payouts.policies import Window, details_ready_at, least_points, window_at
from rewards.payouts.queries.payouts import details_of, payouts_of
from rewards.payouts.queries.rules import methods_of, program_of, rules_of
from rewards.payouts.queries.statement import Line, latest_lines


@dataclass(frozen=True)
class Way:
    """One way to take points out: the least it takes, how far the member is, and when it is open."""

    method: Payout.Method
    least: int
    has: int
    window: Window | None = None
    is_open: bool = True
    waits_until: Any = None
    needs_details: bool = False

    @property
    def missing(self) -> int:
        """Return how many points are missing."""
        return max(0, self.least - self.has)

    @property
    def counted(self) -> int:
        """Return what of the least number of points is there, for a progress bar."""
        return max(0, min(self.has, self.least))

    @property
    def is_ready(self) -> bool:
        """Return whether the member can ask now."""
        return not self.missing and self.is_open and not self.needs_details and self.waits_until is None


@dataclass(frozen=True)
class Wallet:
    """Everything that a member's wallet shows. Without a programme points have no worth in money."""

    points: MemberPoints
    program: Program | None
    declines: bool
    freeze: Freeze | None
    due: Sequence[Due]
    held: Sequence[Earning]
    ways: Sequence[Way]
    lines: Sequence[Line]
    payouts: Sequence[Payout]

    @property
    def is_empty(self) -> bool:
        """Return whether the member has never had a point."""
        return not self.lines

    @property
    def can_request(self) -> bool:
        """Return whether some way is open to the member now."""
        return self.freeze is None and any(way.is_ready for way in self.ways)


def wallet_of(member: Membership) -> Wallet:
    """Return the member's wallet, in a fixed number of queries."""
    points = points_of(member)
    return Wallet(
        points=points,
        program=program_of(member.company),
        declines=declines_points(member),
        freeze=standing_freeze(member.company),
        due=pending_by_date(member),
        held=held_with_reasons(member),
        ways=ways_of(member, points.available),
        lines=latest_lines(member),
        payouts=payouts_of(member, most=5),
    )


def ways_of(member: Membership, available: int) -> list[Way]:
    """Return each way that the company offers, as it stands for the member."""
    rules, details = rules_of(member.company), details_of(member)
    return [_way(member, rules, details, method, available) for method in methods_of(member.company, rules)]


def _way(
    member: Membership, rules: PayoutRules, details: PayoutDetails | None, method: Payout.Method, available: int
) -> Way:
    least = least_points(rules, method)
    if method == Payout.Method.CHARITY:
        return Way(method, least, available)
    if method == Payout.Method.CREDIT:
        if member.external_id:
            return Way(method, least, available)
        needs = details is None or not details.customer_number
        return Way(method, least, available, waits_until=_waits(rules, details), needs_details=needs)
    today = today_of(member.company)
    window = window_at(rules, today)
    return Way(
        method,
        least,
        available,
        window=window,
        is_open=window is None or window.first <= today,
        waits_until=_waits(rules, details),
        needs_details=details is None or not details.iban,
    )


def _waits(rules: PayoutRules, details: PayoutDetails | None) -> Any:
    """Return until when new details wait, or None."""
    if details is None:
        return None
    ready = details_ready_at(rules, details)
    return ready if ready > clock.now() else None
