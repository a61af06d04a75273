"""The acts and forms of fairness, for the matrix of what is audited."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community import clock
from rewards.integrity.models import IntegrityRules, RewardCase

CASE = "integrity/rewardcase"
RULES = "integrity/integrityrules"
NUMBERS = {
    "is_on": "on", "signals_to_hold": "3", "share_percent": "60", "share_least": "5", "one_in": "1000",
    "reciprocal_least": "2", "reciprocal_days": "30", "burst_seconds": "60", "young_days": "3", "crowd": "5",
    "scan_days": "28",
}  # fmt: skip


def _open_case(world: Any) -> None:
    world.case = RewardCase.objects.create(
        company=world.cast.acme,
        member=world.cast.bob,
        counterpart=world.cast.alice,
        origin="scan",
        signals=["burst"],
        rules_version=1,
        decide_by=clock.now() + timedelta(days=10),
    )


def _decide(act: str) -> Any:
    return lambda world: world.act(CASE, act, world.case.pk, {"reason": "They are neighbours"}, "mona")


ACTS = {f"{CASE}/{act}": (_open_case, _decide(act)) for act in ("release", "void")}
FORMS = {
    f"{RULES}/add": (lambda world: None, lambda world: world.post(f"/c/acme/manage/{RULES}/add/", NUMBERS)),
    f"{RULES}/change": (
        lambda world: IntegrityRules.objects.create(company=world.cast.acme),
        lambda world: world.post(f"/c/acme/manage/{RULES}/{world.cast.acme.pk}/change/", NUMBERS),
    ),
}
