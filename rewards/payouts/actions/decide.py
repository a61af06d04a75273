"""Deciding about a payout: approving, refusing, taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from community import clock
from community.web.errors import NotAllowed
from rewards.ledger.policies import check_payouts_run
from rewards.payouts.actions.steps import State, Step, give_back, move, note, tell
from rewards.payouts.events import PayoutApproved
from rewards.payouts.models import Payout
from rewards.payouts.policies import check_can_approve, check_can_cancel, check_can_refuse
from rewards.payouts.wording import UNDECIDED

LONGEST_UNDECIDED: Final = timedelta(days=30)


@transaction.atomic
def approve_payout(*, admin: Membership, payout: Payout) -> Payout:
    """Approve a payout of somebody else. A large one waits for a second admin; else it is sent after commit.

    Records PayoutApproved once as many have approved as it takes, and an audit entry each time. Raises NotAllowed.
    """
    payout = _lock(admin, payout)
    check_can_approve(admin, payout)
    check_payouts_run(admin.company)
    now = clock.now()
    if payout.approved_by_id is None:
        after = State.REQUESTED if payout.needs_second else State.APPROVED
        move(payout, before=[State.REQUESTED], after=after, approved_by=admin, approved_at=now)
        note(payout, Step.APPROVED, actor=admin)
    else:
        move(payout, before=[State.REQUESTED], after=State.APPROVED, second_by=admin, second_at=now)
        note(payout, Step.SECOND, actor=admin)
    if payout.state == State.APPROVED:
        tell(PayoutApproved, payout, admin)
    _audit(admin, "payout.approved", payout)
    return payout


@transaction.atomic
def refuse_payout(*, admin: Membership, payout: Payout, reason: str) -> Payout:
    """Refuse a payout that was not sent; its points return and the member reads the reason.

    Records PayoutRefused and an audit entry. Raises NotAllowed without a reason, for one's own payout and for late ones.
    """
    payout = _lock(admin, payout)
    check_can_refuse(admin, payout)
    if not reason.strip():
        raise NotAllowed(_("Say why: the member will read it."))
    give_back(
        payout,
        before=[State.REQUESTED, State.APPROVED],
        after=State.REFUSED,
        reason=reason.strip(),
        actor=admin,
    )
    _audit(admin, "payout.refused", payout, reason=reason.strip())
    return payout


@transaction.atomic
def cancel_payout(*, member: Membership, payout: Payout) -> Payout:
    """Take a request back about which nobody has decided; its points return. Records PayoutCancelled. Raises NotAllowed."""
    payout = _lock(member, payout)
    if payout.state == State.CANCELLED and payout.member_id == member.pk:
        return payout
    check_can_cancel(member, payout)
    give_back(payout, before=[State.REQUESTED], after=State.CANCELLED, reason="", actor=member)
    return payout


def give_back_undecided() -> int:
    """Give the points of requests back about which nobody has decided for 30 days; return how many. Safe to run twice.

    Records PayoutRefused, with the reason that the member reads; each request is one transaction.
    """
    old = Payout.objects.filter(state=State.REQUESTED, requested_at__lte=clock.now() - LONGEST_UNDECIDED)
    rows = old.select_related("company").order_by("requested_at")
    return sum(give_back(row, before=[State.REQUESTED], after=State.REFUSED, reason=UNDECIDED) for row in rows)


def _lock(member: Membership, payout: Payout) -> Payout:
    """Return the payout as it is now, with its row locked. Raises NotAllowed for another company's."""
    rows = Payout.objects.filter(company=member.company_id).select_related("charity", "member", "company")
    locked = rows.select_for_update(of=("self",), no_key=True).filter(pk=payout.pk).first()
    if locked is None:
        raise NotAllowed(_("This belongs to another community."))
    member.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"])
    return locked


def _audit(admin: Membership, action: str, payout: Payout, reason: str = "") -> None:
    facts = {"points": payout.points}
    audit_act(admin, action, target_kind="payout", target_id=payout.pk, before={}, after=facts, reason=reason)
