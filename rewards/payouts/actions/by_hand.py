"""Bank transfers by hand, and what an admin says about payouts that no provider can tell of."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community import clock
from community.web.errors import NotAllowed
from rewards.ledger.policies import check_payouts_run
from rewards.payouts.actions.steps import State, Step, give_back, mark_paid, note
from rewards.payouts.models import Payout, TransferBatch
from rewards.payouts.policies import check_can_decide
from rewards.payouts.queries.payouts import late_payments

MOST_IN_A_FILE = 1000


@transaction.atomic
def make_transfer_file(*, admin: Membership) -> TransferBatch:
    """Put every approved payout as cash into a new file; from now on they are on their way. Audited.

    Two admins at the same moment get different payouts. Raises NotAllowed when none waits, and while payouts are frozen.
    """
    check_may_administer(admin)
    check_payouts_run(admin.company)
    Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)
    rows = Payout.objects.of(admin.company).filter(method=Payout.Method.CASH, state=State.APPROVED)
    waiting = list(rows.select_for_update(no_key=True).order_by("requested_at", "pk")[:MOST_IN_A_FILE])
    if not waiting:
        raise NotAllowed(_("No approved payout waits for a transfer."))
    last = TransferBatch.objects.filter(company=admin.company).order_by("-number").first()
    now = clock.now()
    batch = TransferBatch.objects.create(
        company=admin.company, number=last.number + 1 if last else 1, made_by=admin, made_at=now
    )
    Payout.objects.filter(pk__in=[payout.pk for payout in waiting]).update(
        state=State.SENDING, batch=batch, tried_at=now
    )
    for payout in waiting:
        note(payout, Step.SENT, actor=admin)
    audit_act(
        admin,
        "payout.file_made",
        target_kind="transfer_file",
        target_id=batch.number,
        before={},
        after={"payouts": len(waiting), "points": sum(payout.points for payout in waiting)},
    )
    return batch


@transaction.atomic
def say_paid(*, admin: Membership, payout: Payout, reference: str = "") -> Payout:
    """Note that a payout arrived, on an admin's word: one in a file, or one that is being checked. Audited.

    Records PayoutPaid. Raises NotAllowed for one's own payout and for one that is not on its way.
    """
    _check_can_settle(admin, payout)
    if not mark_paid(payout, before=[State.SENDING, State.UNKNOWN], reference=reference.strip(), actor=admin):
        raise NotAllowed(_("This payout is settled already."))
    _audit(admin, "payout.said_paid", payout, reference.strip())
    return payout


@transaction.atomic
def say_failed(*, admin: Membership, payout: Payout, reason: str) -> Payout:
    """Note that a payout did not arrive, on an admin's word; its points return. Audited.

    Records PayoutFailed. Raises NotAllowed without a reason, for one's own payout and for one that is not on its way.
    """
    _check_can_settle(admin, payout)
    if not reason.strip():
        raise NotAllowed(_("Say why: the member will read it."))
    before = [State.SENDING, State.UNKNOWN]
    if not give_back(payout, before=before, after=State.FAILED, reason=reason.strip(), actor=admin):
        raise NotAllowed(_("This payout is settled already."))
    _audit(admin, "payout.said_failed", payout, reason.strip())
    return payout


@transaction.atomic
def settle_late(*, admin: Membership, payout: Payout, reason: str) -> Payout:
    """Write down what an admin did about a payout that was paid after it had failed; its finding ends. Moves no points.

    Audited. Raises NotAllowed without a reason, for one's own payout and for one that was not paid late.
    """
    check_can_decide(admin, payout)
    if not reason.strip():
        raise NotAllowed(_("Say why: the member will read it."))
    if payout.pk not in late_payments(admin.company):
        raise NotAllowed(_("This payout was not paid late, or somebody has looked into it already."))
    note(payout, Step.LATE, actor=admin, said=reason.strip())
    _audit(admin, "payout.late_settled", payout, reason.strip())
    return payout


def _check_can_settle(admin: Membership, payout: Payout) -> None:
    """Raise NotAllowed unless a person may say what became of the payout now."""
    check_can_decide(admin, payout)
    by_hand = payout.state == State.SENDING and payout.batch_id is not None
    if not by_hand and payout.state != State.UNKNOWN:
        raise NotAllowed(_("This payout is not on its way."))


def _audit(admin: Membership, action: str, payout: Payout, reason: str) -> None:
    facts = {"points": payout.points}
    audit_act(admin, action, target_kind="payout", target_id=payout.pk, before={}, after=facts, reason=reason)
