"""Deciding whether points were earned honestly."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from community import clock
from community.events.record import record
from community.moderation.actions.appeal import settle_appeals
from community.moderation.actions.decide import record_decision
from community.moderation.models import DecisionRecord
from community.web.errors import NotAllowed
from rewards.earning.actions.hold import release_earning, void_earning
from rewards.earning.actions.make_whole import make_whole
from rewards.earning.locks import lock_program
from rewards.earning.models import Earning
from rewards.integrity.actions.hold import facts_of
from rewards.integrity.events import CaseDecided
from rewards.integrity.models import RewardCase
from rewards.integrity.policies import check_may_decide
from rewards.integrity.queries import earnings_of

Effect = DecisionRecord.Effect
State = RewardCase.State


@transaction.atomic
def decide_case(*, moderator: Membership, case: RewardCase, release: bool, reason: str) -> RewardCase:
    """Release the held points or refuse them, with a reason that the member who earned them reads.

    Writes a decision record for every award, answers open appeals against the hold, records CaseDecided and an audit
    entry. Locks the company's programme, then the case: of two who decide at once, the second is refused. Raises
    NotAllowed for the two members, without a reason, and when it is decided already.
    """
    case = _lock(case)
    check_may_decide(moderator, case)
    if not reason.strip():
        raise NotAllowed(_("Say why: the member will read it."))
    if not case.is_open:
        raise NotAllowed(_("Somebody has decided about this case already."))
    _settle(case, moderator, release=release, reason=reason.strip())
    audit_act(
        moderator,
        "reward_case.released" if release else "reward_case.voided",
        target_kind="reward_case",
        target_id=case.pk,
        before={"state": str(State.OPEN)},
        after={"state": str(case.state)},
        reason=reason.strip(),
    )
    return case


@transaction.atomic
def pay_after_all(*, moderator: Membership, case: RewardCase, reason: str) -> RewardCase:
    """Do what an upheld appeal asks for: release what is held, or pay what was refused to the point, where it still holds.

    What does not hold any more, such as a withdrawn acceptance, is not paid, and no record says it was. Records CaseDecided;
    the appeal has its audit entry. Nothing happens to a case that ended in the member's favour. Raises NotAllowed for the
    two members.
    """
    case = _lock(case)
    check_may_decide(moderator, case)
    if case.is_open:
        _settle(case, moderator, release=True, reason=reason)
    elif case.state == State.VOIDED:
        _overturn(case, moderator, reason)
    return case


def _lock(case: RewardCase) -> RewardCase:
    """Return the case as it is now, behind the locks that whoever decides about points takes first."""
    lock_program(case.company_id)
    return RewardCase.objects.select_for_update(of=("self",), no_key=True).select_related("member").get(pk=case.pk)


def _settle(case: RewardCase, moderator: Membership, *, release: bool, reason: str) -> None:
    case.state = State.RELEASED if release else State.VOIDED
    case.reason, case.decided_by, case.decided_at = reason, moderator, clock.now()
    case.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    earnings = earnings_of(case)
    effect = Effect.REWARD_RELEASED if release else Effect.REWARD_VOIDED
    is_told = False
    for earning in earnings:
        if earning.state != Earning.State.HELD:
            continue
        if release:
            release_earning(earning, reason="review", actor=moderator)
        else:
            void_earning(earning, reason="review", actor=moderator)
        _write_down(case, earning, effect, moderator, reason, tell=not is_told)
        is_told = True
    _close(case, earnings, moderator, upheld=release, reason=reason)


def _overturn(case: RewardCase, moderator: Membership, reason: str) -> None:
    case.state = State.OVERTURNED
    case.save(update_fields=["state"])
    earnings = earnings_of(case)
    for earning in earnings:
        if earning.ended_reason != "review":
            continue
        if make_whole(earning=earning, case=case.pk, actor=moderator) is not None:
            # The appeal's own notice tells it. Nobody reads of points as theirs that were not paid.
            _write_down(case, earning, Effect.REWARD_RELEASED, moderator, reason, tell=False)
    _close(case, earnings, moderator, upheld=True, reason=reason)


def _write_down(
    case: RewardCase, earning: Earning, effect: str, moderator: Membership, reason: str, *, tell: bool
) -> None:
    record_decision(
        member=case.member,
        effect=effect,
        target=("earning", earning.pk),
        rule="integrity",
        rule_version=case.rules_version,
        inputs=facts_of(case, earning),
        decided_by=moderator,
        reason=reason,
        tell=tell,
    )


def _close(case: RewardCase, earnings: list[Earning], moderator: Membership, *, upheld: bool, reason: str) -> None:
    """Answer the appeals that wait, and let the other member know."""
    records = DecisionRecord.objects.filter(
        company_id=case.company_id,
        target_kind="earning",
        target_id__in=[str(each.pk) for each in earnings],
        effect__in=[Effect.REWARD_HELD, Effect.REWARD_VOIDED],
    )
    settle_appeals(moderator=moderator, records=records, upheld=upheld, answer=reason)
    record(
        CaseDecided(
            company=str(case.company_id),
            actor=moderator.key,
            case=case.pk,
            member=case.member_id,
            counterpart=case.counterpart_id,
            state=str(case.state),
        )
    )
