"""Writing down what was decided about a member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.models import Membership
from community import clock
from community.events.record import record
from community.moderation.events import DecisionRecorded
from community.moderation.models import DecisionRecord
from community.moderation.models.decision import APPEAL_TIME, DecisionRecordQuerySet

Effect = DecisionRecord.Effect

# What ends by a decision on the same thing, beside an earlier one of the same effect.
_ENDS: Final[Mapping[str, tuple[str, ...]]] = {
    Effect.POST_HIDDEN: (Effect.POST_RESTORED,),
    Effect.POST_RESTORED: (Effect.POST_HIDDEN,),
    Effect.MEMBER_SUSPENDED: (Effect.MEMBER_REINSTATED,),
    Effect.MEMBER_REINSTATED: (Effect.MEMBER_SUSPENDED,),
    Effect.REWARD_HELD: (Effect.REWARD_RELEASED,),
    Effect.REWARD_RELEASED: (Effect.REWARD_HELD, Effect.REWARD_VOIDED),
    Effect.REWARD_VOIDED: (Effect.REWARD_HELD, Effect.REWARD_RELEASED),
}
_IN_FAVOUR: Final = frozenset({Effect.POST_RESTORED, Effect.MEMBER_REINSTATED, Effect.REWARD_RELEASED})


@transaction.atomic
def record_decision(
    *,
    member: Membership,
    effect: str,
    target: tuple[str, object],
    rule: str,
    rule_version: int = 1,
    inputs: Mapping[str, Any] | None = None,
    decided_by: Membership | None = None,
    reason: str = "",
    reason_code: str = "",
    reason_params: Mapping[str, Any] | None = None,
    source: str = "",
    tell: bool = True,
) -> DecisionRecord:
    """Write down an effect on a member; call it in the transaction of the effect. Records DecisionRecorded.

    `target` is the kind and the number of the thing; without `decided_by` a rule decided alone. Give a person's `reason`
    or a `reason_code` that the registry has words for. Ends what stood on the same thing before. The same `source` again
    returns the record that is there. Without `tell` the member gets no notice: of many decisions for one reason one is
    told. The database refuses automatic decisions of what only people may decide.
    """
    kind, number = target
    on_target = DecisionRecord.objects.filter(company_id=member.company_id).on(kind, number)
    if source and (known := on_target.filter(source=source, effect=effect).first()) is not None:
        return known
    moment = clock.now()
    _end(on_target.filter(effect__in=[effect, *_ENDS.get(effect, ())]), DecisionRecord.End.REPLACED, moment)
    made = DecisionRecord.objects.create(
        company_id=member.company_id,
        member=member,
        effect=effect,
        target_kind=kind,
        target_id=str(number),
        rule=rule,
        rule_version=rule_version,
        inputs=dict(inputs or {}),
        is_automatic=decided_by is None,
        decided_by=decided_by,
        reason=reason,
        reason_code=reason_code,
        reason_params=dict(reason_params or {}),
        appeal_until=None if effect in _IN_FAVOUR else moment + APPEAL_TIME,
        source=source,
        created_at=moment,
    )
    _record(made, actor=decided_by.key if decided_by else "", told=tell)
    return made


def _record(made: DecisionRecord, *, actor: str, told: bool) -> None:
    record(
        DecisionRecorded(
            company=str(made.company_id),
            actor=actor,
            member=made.member_id,
            decision=made.pk,
            effect=str(made.effect),
            told=told,
        )
    )


def end_by_appeal(records: Iterable[DecisionRecord]) -> None:
    """Let decisions hold no longer because an appeal was upheld; part of the caller's transaction."""
    _end(DecisionRecord.objects.filter(pk__in=[each.pk for each in records]), DecisionRecord.End.APPEAL, clock.now())


def end_decision(*, company_id: int, effect: str, target: tuple[str, object]) -> None:
    """Let a decision hold no longer because its effect is gone by itself; part of the caller's transaction."""
    on_target = DecisionRecord.objects.filter(company_id=company_id, effect=effect).on(*target)
    _end(on_target, DecisionRecord.End.REPLACED, clock.now())


def _end(records: DecisionRecordQuerySet, why: str, moment: datetime) -> None:
    """End records. A later decision is made at the very moment at which it ends an earlier one: so it is found again."""
    records.not_ended().update(ended_at=moment, ended_because=why)
