"""What admins do about experiments, for the matrix that every such act is audited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from community.personalization.experiments.actions.register import register_experiment
from tests.community.personalization.experiments.conftest import WORDS, running, wanted

Case = tuple[Callable[[Any], object], Callable[[Any], object]]
PAGE = "experiments/experiment"
FORM = {
    **WORDS, "key": "fewer-at-once", "treatment": "routing.ring_size", "metric": "answered", "hours": "24", "tau": "5.0",
    "share": "40", "most_days": "30", "touches_nothing": "on",
}  # fmt: skip


def _registered(world: Any) -> None:
    world.experiment = register_experiment(admin=world.cast.ada, wanted=wanted())


def _running(world: Any) -> None:
    world.experiment = running(world.cast.ada)


ACTS: dict[str, Case] = {
    f"{PAGE}/start": (_registered, lambda w: w.act(PAGE, "start", w.experiment.pk)),
    f"{PAGE}/stop": (_running, lambda w: w.act(PAGE, "stop", w.experiment.pk, {"reason": "It annoys people"})),
}
FORMS: dict[str, Case] = {
    f"{PAGE}/add": (lambda w: None, lambda w: w.post(f"/c/acme/manage/{PAGE}/add/", FORM)),
}
