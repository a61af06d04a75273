"""A case about points of Bolt, with the secret word in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import Membership
from community import clock
from rewards.integrity.actions.trace import leave_trace
from rewards.integrity.models import IntegrityRules, RewardCase


def fairness_of(member: Membership, counterpart: Membership, boss: Membership, secret: str) -> dict[str, Any]:
    """Make a decided case, thresholds and a trace, and return the rows that addresses lead to."""
    leave_trace(member=member, address="192.0.2.1", browser=secret)
    case = RewardCase.objects.create(
        company=member.company,
        member=member,
        counterpart=counterpart,
        origin="scan",
        signals=["burst"],
        evidence={"burst": {"bursts": 3}},
        rules_version=1,
        state="released",
        reason=secret,
        decided_by=boss,
        decided_at=clock.now(),
        decide_by=clock.now() + timedelta(days=10),
    )
    return {"reward_case": case, "integrity_rules": IntegrityRules.objects.create(company=member.company)}
