"""Payouts, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, Sum
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Company, Membership
from community import clock
from rewards.payouts.models import Payout, PayoutAttempt, PayoutDetails, TransferBatch
from rewards.payouts.months import bounds_of, midnight_of, today_of


def own_payout_or_404(member: Membership, key: UUID) -> Payout:
    """Return the member's payout. Raises Http404 for everybody else's and for none."""
    payout = Payout.objects.filter(company=member.company_id, member=member, pk=key).select_related("charity").first()
    if payout is None:
        raise Http404(_("There is no such page in this community."))
    return payout


def payouts_of(member: Membership, most: int = 50) -> list[Payout]:
    """Return the member's payouts, newest first, each with its charity."""
    rows = Payout.objects.filter(company=member.company_id, member=member).select_related("charity")
    return list(rows.newest_first()[:most])


def trail_of(payout: Payout) -> list[PayoutAttempt]:
    """Return the steps of the payout's way, oldest first."""
    rows = PayoutAttempt.objects.filter(company=payout.company_id, payout=payout).select_related("actor")
    return list(rows.order_by("pk"))


def late_payments(company: Company) -> list[UUID]:
    """Return the payouts that were said to be paid after they had failed and that no admin has looked into since."""
    rows = PayoutAttempt.objects.filter(company=company, step=PayoutAttempt.Step.LATE).order_by("pk")
    last = dict(rows.values_list("payout", "actor"))
    return [payout for payout, looked_by in last.items() if looked_by is None]


def made_by(member: Membership, submission: UUID) -> list[Payout]:
    """Return what a sent form has made before, in the order of its parts; nothing for a new one."""
    rows = Payout.objects.filter(company=member.company_id, member=member, submission=submission)
    return list(rows.order_by("part"))


def cashed_this_year(member: Membership) -> int:
    """Return the points that the member has taken out as cash, or asked for, since the year began."""
    today = today_of(member.company)
    since = midnight_of(member.company, today.replace(month=1, day=1))
    rows = Payout.objects.filter(company=member.company_id, member=member, method=Payout.Method.CASH)
    counted = rows.filter(requested_at__gte=since, state__in=[*Payout.OPEN, Payout.State.PAID])
    return int(counted.aggregate(total=Sum("points"))["total"] or 0)


def points_lately(member: Membership) -> int:
    """Return the points of the member's payouts that are open or were paid, of the last 30 days or still under way."""
    since = clock.now() - timedelta(days=30)
    rows = Payout.objects.filter(company=member.company_id, member=member)
    counted = rows.filter(Q(state__in=Payout.OPEN) | Q(state=Payout.State.PAID, requested_at__gte=since))
    return int(counted.aggregate(total=Sum("points"))["total"] or 0)


def details_of(member: Membership) -> PayoutDetails | None:
    """Return where the member's payouts go; None while nothing is entered."""
    return PayoutDetails.objects.filter(company=member.company_id, member=member).first()


def waiting_transfers(company: Company) -> int:
    """Return how many approved payouts wait to be put into a file of bank transfers."""
    rows = Payout.objects.of(company).filter(method=Payout.Method.CASH, state=Payout.State.APPROVED)
    return rows.count()


def batches_of(company: Company, most: int = 24) -> list[TransferBatch]:
    """Return the latest files of bank transfers, newest first."""
    rows = TransferBatch.objects.filter(company=company).select_related("made_by")
    return list(rows.order_by("-number")[:most])


def batch_or_404(company: Company, number: int) -> TransferBatch:
    """Return the company's file with this number. Raises Http404 for none."""
    batch = TransferBatch.objects.filter(company=company, number=number).first()
    if batch is None:
        raise Http404(_("There is no such page in this community."))
    return batch


def payouts_in(batch: TransferBatch) -> Iterable[Payout]:
    """Return the payouts of a file, in the order of their requests."""
    return batch.payouts.select_related("member").order_by("requested_at", "pk")


def paid_in_month(company: Company, month: str) -> int:
    """Return the points that were paid out in a month, all methods together."""
    begins, ends = bounds_of(company, month)
    rows = Payout.objects.of(company).filter(state=Payout.State.PAID, settled_at__gte=begins, settled_at__lt=ends)
    return int(rows.aggregate(total=Sum("points"))["total"] or 0)
