"""Appealing against a decision, and deciding about an appeal."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from community import clock
from community.events.record import record
from community.moderation.actions.decide import end_by_appeal
from community.moderation.events import AppealDecided, AppealMade, AppealWithdrawn
from community.moderation.models import Appeal, DecisionRecord
from community.moderation.models.appeal import TARGET_TIME, AppealQuerySet
from community.moderation.policies import check_can_appeal, check_may_decide, check_may_settle
from community.moderation.registry import lock_effect, undoing_of
from community.web.errors import NotAllowed


@transaction.atomic
def appeal_decision(*, member: Membership, record_id: int, text: str) -> Appeal:
    """Store the member's words against a decision about them, once. Records AppealMade. Locks the record.

    Raises NotAllowed for decisions about others, in the member's favour, too long ago, or appealed against already.
    """
    decision = DecisionRecord.objects.select_for_update(no_key=True).get(pk=record_id, company_id=member.company_id)
    check_can_appeal(member, decision, has_appealed=Appeal.objects.filter(record=decision).exists())
    moment = clock.now()
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                company_id=member.company_id,
                record=decision,
                member=member,
                text=text,
                decide_by=moment + TARGET_TIME,
                created_at=moment,
            )
    except IntegrityError as error:
        raise NotAllowed(_("You have appealed against this decision already.")) from error
    record(
        AppealMade(
            company=str(member.company_id),
            actor=member.key,
            member=member.pk,
            decision=decision.pk,
            appeal=appeal.pk,
        )
    )
    return appeal


@transaction.atomic
def decide_appeal(*, moderator: Membership, appeal: Appeal, upheld: bool, answer: str) -> Appeal:
    """Uphold or reject an appeal, with an answer that the member reads. Records AppealDecided and an audit entry.

    An upheld appeal ends the decision and takes its effect back, through the function that the effect's owner registered.
    Locks what the effect's owner locks first, then the appeal: of two who decide at once, the second is refused. Raises
    NotAllowed for whoever made the decision, for everybody whom it is about, without an answer, and when it is decided.
    """
    # Whoever decides about the effect itself has locked that before the appeals: the other way round both would wait.
    lock_effect(appeal.record)
    locked = Appeal.objects.select_for_update(of=("self",), no_key=True).select_related("record", "member")
    appeal = locked.get(pk=appeal.pk)
    check_may_decide(moderator, appeal)
    if not answer.strip():
        raise NotAllowed(_("Say why: the member will read it."))
    if not appeal.is_open:
        raise NotAllowed(_("Somebody has decided about this appeal already."))
    _settle(appeal, moderator, upheld=upheld, answer=answer.strip())
    if upheld:
        end_by_appeal([appeal.record])
        undo = undoing_of(appeal.record.effect)
        if undo is None:
            raise NotAllowed(_("This decision cannot be taken back here."))
        undo(appeal.record, moderator, answer.strip())
    return appeal


@transaction.atomic
def settle_appeals(*, moderator: Membership, records: Iterable[DecisionRecord], upheld: bool, answer: str) -> int:
    """Answer the open appeals against decisions that a person has now decided anew; return how many. Locks them.

    Appeals that this moderator may not decide stay open. Records AppealDecided and an audit entry for each.
    """
    waiting = (
        Appeal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("record")
        .filter(record__in=[each.pk for each in records])
        .open()
        .order_by("pk")
    )
    settled = 0
    for appeal in waiting:
        try:
            check_may_settle(moderator, appeal)
        except NotAllowed:
            continue
        _settle(appeal, moderator, upheld=upheld, answer=answer)
        settled += 1
    return settled


@transaction.atomic
def withdraw_appeals(appeals: AppealQuerySet) -> int:
    """Settle the open ones without an answer, because nothing is left to decide; return how many. Locks them.

    Records AppealWithdrawn for each.
    """
    waiting = list(appeals.open().select_for_update(of=("self",), no_key=True).order_by("pk"))
    for appeal in waiting:
        appeal.state, appeal.decided_at = Appeal.State.WITHDRAWN, clock.now()
        appeal.save(update_fields=["state", "decided_at"])
        record(
            AppealWithdrawn(
                company=str(appeal.company_id),
                actor="",
                member=appeal.member_id,
                decision=appeal.record_id,
                appeal=appeal.pk,
            )
        )
    return len(waiting)


def _settle(appeal: Appeal, moderator: Membership, *, upheld: bool, answer: str) -> None:
    appeal.state = Appeal.State.UPHELD if upheld else Appeal.State.REJECTED
    appeal.answer, appeal.decided_by, appeal.decided_at = answer, moderator, clock.now()
    appeal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    record(
        AppealDecided(
            company=str(appeal.company_id),
            actor=moderator.key,
            member=appeal.member_id,
            decision=appeal.record_id,
            appeal=appeal.pk,
            upheld=upheld,
        )
    )
    audit_act(
        moderator,
        "appeal.upheld" if upheld else "appeal.rejected",
        target_kind="appeal",
        target_id=appeal.pk,
        before={"state": str(Appeal.State.OPEN)},
        after={"state": str(appeal.state)},
        reason=answer,
    )
