"""Letting go of cases in which there is nothing left to decide."""

from __future__ import annotations

from django.db import transaction

from community import clock
from community.moderation.actions.appeal import withdraw_appeals
from community.moderation.actions.decide import end_decision
from community.moderation.models import Appeal, DecisionRecord
from rewards.earning.locks import lock_program
from rewards.earning.models import Earning
from rewards.integrity.models import RewardCase
from rewards.integrity.queries import case_of, earnings_of


@transaction.atomic
def lapse_hold(*, earning_id: int) -> None:
    """End the decision to hold an award that was taken back meanwhile, and its case when it holds nothing else.

    Appeals that wait in such a case are withdrawn: nothing is left to decide.
    Does nothing for awards of decided cases. Locks the company's programme, then the case.
    """
    case = case_of(earning_id)
    if case is None or not case.is_open:
        return
    lock_program(case.company_id)
    case = RewardCase.objects.select_for_update(no_key=True).get(pk=case.pk)
    if not case.is_open:
        return
    end_decision(company_id=case.company_id, effect=DecisionRecord.Effect.REWARD_HELD, target=("earning", earning_id))
    earnings = earnings_of(case)
    if all(each.state != Earning.State.HELD for each in earnings):
        case.state, case.decided_at = RewardCase.State.LAPSED, clock.now()
        case.save(update_fields=["state", "decided_at"])
        held = DecisionRecord.objects.filter(company=case.company_id, effect=DecisionRecord.Effect.REWARD_HELD)
        keys = [str(each.pk) for each in earnings]
        withdraw_appeals(Appeal.objects.filter(record__in=held.filter(target_kind="earning", target_id__in=keys)))
