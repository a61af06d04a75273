"""What Bolt tries out, with the secret word in it."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership
from community.personalization.experiments.actions.look import look_at
from community.personalization.experiments.actions.register import register_experiment
from community.personalization.experiments.actions.run import start_experiment
from community.personalization.experiments.models import Experiment


def experiment_of(boss: Membership, secret: str) -> dict[str, Any]:
    """Let an experiment run that somebody has looked at; return the row that addresses lead to."""
    wanted = Experiment(
        key=f"of-{secret}",
        treatment="routing.ring_size",
        metric="answered",
        hours=24,
        tau=5,
        variants=["5", "3"],
        shares=[50, 50],
        most_days=30,
        touches_nothing=True,
        **dict.fromkeys(("hypothesis", "harm", "vulnerable", "reversal", "notice"), secret),
    )
    experiment = start_experiment(admin=boss, experiment=register_experiment(admin=boss, wanted=wanted))
    look_at(experiment)
    return {"experiment": experiment}
