"""Statements: what moved a member's points, line by line. Nothing of it is stored; the ledger gives it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Sum

from accounts.models import Company, Membership
from community.questions.models import Post, Question
from rewards.earning.models import Earning
from rewards.earning.wording import act_said
from rewards.ledger.models import Account, Leg, Transfer
from rewards.ledger.queries import MemberPoints
from rewards.payouts.models import Payout
from rewards.payouts.months import bounds_of
from rewards.payouts.wording import TRANSFER_KINDS


@dataclass(frozen=True)
class Line:
    """One movement of a member's points: what it was for, and by how much each of the four parts changed."""

    transfer: Transfer
    said: str
    about: str = ""
    question: Question | None = None
    payout: Payout | None = None
    changes: Mapping[str, int] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """Return when it happened."""
        return self.transfer.effective_at

    @property
    def pending(self) -> int:
        """Return the change of pending points."""
        return self.changes.get(Account.Kind.PENDING, 0)

    @property
    def held(self) -> int:
        """Return the change of points under review."""
        return self.changes.get(Account.Kind.HELD, 0)

    @property
    def available(self) -> int:
        """Return the change of spendable points."""
        return self.changes.get(Account.Kind.AVAILABLE, 0)

    @property
    def payout_pending(self) -> int:
        """Return the change of points on their way out."""
        return self.changes.get(Account.Kind.PAYOUT_PENDING, 0)

    @property
    def amount(self) -> int:
        """Return the one number of the line: what arrived somewhere, or what left."""
        gained = max(self.changes.values(), default=0)
        left = self.available if self.available < 0 else min(self.changes.values(), default=0)
        return left if self.available < 0 or gained <= 0 else gained


@dataclass(frozen=True)
class Statement:
    """A month of one member: what they had before, each line oldest first, and what they had after."""

    member: Membership
    month: str
    opening: MemberPoints
    lines: Sequence[Line]
    closing: MemberPoints


def statement_of(member: Membership, month: str) -> Statement:
    """Return the member's statement of a month such as "2026-11", in the company's time zone."""
    begins, ends = bounds_of(member.company, month)
    transfers = Transfer.objects.touching(member).filter(effective_at__gte=begins, effective_at__lt=ends)
    return Statement(
        member=member,
        month=month,
        opening=points_at(member, begins),
        lines=_in_words(member, transfers.order_by("effective_at", "pk").prefetch_related("legs__account")),
        closing=points_at(member, ends),
    )


def latest_lines(member: Membership, most: int = 20) -> list[Line]:
    """Return the latest movements of the member's points, newest first."""
    transfers = Transfer.objects.touching(member).order_by("-effective_at", "-pk")[:most]
    return _in_words(member, transfers.prefetch_related("legs__account"))


def months_of(member: Membership) -> list[str]:
    """Return the months in which the member's points moved, newest first."""
    from_first = Transfer.objects.touching(member).order_by("effective_at").values_list("effective_at", flat=True)
    zone = bounds_of(member.company, "2026-01")[0].tzinfo
    return sorted({moment.astimezone(zone).strftime("%Y-%m") for moment in from_first}, reverse=True)


def points_at(member: Membership, moment: datetime) -> MemberPoints:
    """Return what the member had just before a moment."""
    legs = Leg.objects.filter(company=member.company_id, account__member=member, transfer__effective_at__lt=moment)
    sums = legs.values("account__kind").annotate(total=Sum("amount")).values_list("account__kind", "total")
    return MemberPoints(**{kind: int(total) for kind, total in sums})


def members_with_movement(company: Company, month: str) -> list[int]:
    """Return the ids of the members whose points moved in a month."""
    begins, ends = bounds_of(company, month)
    legs = Leg.objects.filter(company=company, transfer__effective_at__gte=begins, transfer__effective_at__lt=ends)
    rows = legs.filter(account__member__isnull=False).values_list("account__member", flat=True)
    return sorted(set(rows))


def _in_words(member: Membership, transfers: Iterable[Transfer]) -> list[Line]:
    """Return the transfers as lines, in two queries more: what was earned for, and which payouts they are of."""
    rows = list(transfers)
    earnings = Earning.objects.filter(company=member.company_id, member=member).select_related("question__post")
    earned = {str(row.pk): row for row in earnings.filter(pk__in=_sources(rows, "earning"))}
    payouts = Payout.objects.filter(company=member.company_id, member=member).select_related("charity")
    paid = {str(row.pk): row for row in payouts.filter(pk__in=[r.source_id for r in rows if r.source_type == "payout"])}
    return [_line(member, row, earned, paid) for row in rows]


def _sources(transfers: Iterable[Transfer], kind: str) -> list[int]:
    numbers = (each.source_id.partition(":")[0] for each in transfers if each.source_type == kind)
    return [int(number) for number in numbers if number.isdigit()]


def _line(member: Membership, transfer: Transfer, earned: Mapping[str, Earning], paid: Mapping[str, Payout]) -> Line:
    changes: dict[str, int] = {}
    for leg in transfer.legs.all():
        if leg.account.member_id == member.pk:
            changes[leg.account.kind] = changes.get(leg.account.kind, 0) + leg.amount
    said = str(TRANSFER_KINDS.get(transfer.kind, transfer.kind))
    earning = earned.get(transfer.source_id.partition(":")[0]) if transfer.source_type == "earning" else None
    payout = paid.get(transfer.source_id) if transfer.source_type == "payout" else None
    if earning is not None:
        return Line(transfer, said, act_said(earning.act), _shown(earning.question), None, changes)
    return Line(transfer, said, _way_of(payout) if payout else "", None, payout, changes)


def _way_of(payout: Payout) -> str:
    """Return how points left, and to which charity."""
    way = payout.get_method_display()
    return f"{way}, {payout.charity.name}" if payout.charity else way


def _shown(question: Question | None) -> Question | None:
    """Return the question if everybody may see it."""
    return question if question is not None and question.post.visibility == Post.Visibility.VISIBLE else None
