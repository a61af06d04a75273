"""Who is told when an experiment ended without an admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.moderation.queries import admins_of
from community.personalization.experiments.models import Experiment
from community.web.registries.notices import Category, Notice, notice

LEARNING = Category("learning", _("Experiments and reports about the learning"), mailed=True)


@notice(
    "experiment.stopped",
    name="experiment_did_harm",
    category=LEARNING,
    title=_("An experiment stopped by itself. Open it to read why"),
)
def experiment_did_harm(event: Event) -> Notice | None:
    """Tell the admins that an experiment was stopped because of what it showed."""
    if event.payload["reason"] in (Experiment.Stop.ADMIN, Experiment.Stop.TIME):
        return None
    return _tell_admins(event)


@notice(
    "experiment.stopped",
    name="experiment_is_over",
    category=LEARNING,
    title=_("The time of an experiment is over. Read what came of it"),
)
def experiment_is_over(event: Event) -> Notice | None:
    """Tell the admins that an experiment ran for its whole time."""
    return _tell_admins(event) if event.payload["reason"] == Experiment.Stop.TIME else None


def _tell_admins(event: Event) -> Notice:
    return Notice(admins_of(int(event.company)), "experiments:experiment", (event.payload["experiment"],))
