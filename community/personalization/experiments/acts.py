"""What can be done to experiments in the company's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.moderation.acts import Act
from community.personalization.experiments.actions.run import start_experiment, stop_experiment
from community.personalization.experiments.forms import StopForm

START = Act(
    name="start",
    label=_("Start"),
    done=ngettext_lazy("%(count)d experiment is running.", "%(count)d experiments are running.", "count"),
    perform=lambda member, row, words: start_experiment(admin=member, experiment=row),
    already=lambda row, words: row.is_running,
    offered=lambda row: row.started_at is None,
    admins_only=True,
    batch=False,
)
STOP = Act(
    name="stop",
    label=_("Stop"),
    done=ngettext_lazy("%(count)d experiment has ended.", "%(count)d experiments have ended.", "count"),
    perform=lambda member, row, words: stop_experiment(admin=member, experiment=row, reason=words["reason"]),
    already=lambda row, words: row.stopped_at is not None,
    form=StopForm,
    offered=lambda row: row.is_running,
    admins_only=True,
    batch=False,
)
EXPERIMENT_ACTS = (START, STOP)
