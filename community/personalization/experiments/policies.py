"""What may be registered and run. Each check raises NotAllowed with the sentence that the admin reads."""

from __future__ import annotations

from django.utils.translation import gettext as _

from community.personalization.experiments.metrics import METRICS
from community.personalization.experiments.models import Experiment
from community.personalization.experiments.treatments import TREATMENTS
from community.web.errors import NotAllowed

LEAST_SHARE = 5


def check_can_register(wanted: Experiment) -> None:
    """Refuse what is not on the list of what may be tried out, a metric of other units, and arms that make no whole."""
    treatment, metric = TREATMENTS.get(wanted.treatment), METRICS.get(wanted.metric)
    if treatment is None:
        raise NotAllowed(_("Only what stands on the list can be tried out. It holds nothing about pay or moderation."))
    if metric is None or metric.unit != treatment.unit:
        raise NotAllowed(_("This is not measured of what you want to try out. Choose what fits."))
    if list(wanted.variants) != [each.key for each in treatment.variants]:
        raise NotAllowed(_("An experiment compares all the ways in which it can be."))
    if sum(wanted.shares) != 100 or min(wanted.shares) < LEAST_SHARE:
        raise NotAllowed(
            _("The shares have to add up to 100 percent, each of at least %(least)d.") % {"least": LEAST_SHARE}
        )


def check_can_start(experiment: Experiment) -> None:
    """Refuse to start an experiment twice, or beside another that varies the same."""
    if experiment.started_at is not None:
        raise NotAllowed(_("This experiment has been started before. Register another one to repeat it."))
    others = Experiment.objects.running().filter(company=experiment.company_id, treatment=experiment.treatment)
    if others.exists():
        raise NotAllowed(_("Another experiment varies the same at the moment. Wait for its end."))


def check_can_stop(experiment: Experiment) -> None:
    """Refuse to stop what is not running."""
    if not experiment.is_running:
        raise NotAllowed(_("This experiment is not running."))
