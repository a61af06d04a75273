"""Looking at what an experiment did so far, writing it down, and stopping what does harm."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Min, Q

from accounts.models import Company
from community import clock
from community.personalization.experiments.actions.run import stop_by_itself
from community.personalization.experiments.models import Experiment, Look
from community.personalization.experiments.models.experiment import MOST_HOURS
from community.personalization.experiments.queries.figures import ArmFigures, figures_of
from community.personalization.experiments.queries.verdict import difference_between, harm_of, ratio_against


def look_at_all(company: Company) -> int:
    """Look at every experiment of the company that runs, or whose last units are still in their time; return how many.

    Each is a transaction of its own.
    """
    now = clock.now()
    lately = Q(stopped_at__isnull=True) | Q(stopped_at__gte=now - timedelta(hours=MOST_HOURS + 2))
    begun = Experiment.objects.of(company).begun().filter(lately).order_by("pk")
    return sum(look_at(each) for each in list(begun))


@transaction.atomic
def look_at(experiment: Experiment) -> bool:
    """Write a row for each arm as it is now, and stop what is over or does harm; return whether there was anything to see.

    Locks the experiment. Writes nothing once the last unit's time was over at an earlier look.
    """
    row = Experiment.objects.select_for_update(no_key=True).get(pk=experiment.pk)
    now, last = clock.now(), row.looks.order_by("-looked_at").first()
    if row.stopped_at is not None and last is not None and last.looked_at > row.stopped_at + row.horizon:
        return False
    if last is not None and last.looked_at == now:
        return False
    figures = figures_of(row, now)
    _write(row, figures)
    if row.is_running:
        harm = harm_of(figures, row.shares)
        if harm:
            stop_by_itself(row, harm)
        elif row.ends_by is not None and row.ends_by <= now:
            stop_by_itself(row, Experiment.Stop.TIME)
    return True


def _write(row: Experiment, figures: list[ArmFigures]) -> None:
    """Write the looks; the p value of an arm is the smallest of all its looks."""
    now, ratio, tau = clock.now(), ratio_against(figures, row.shares), float(row.tau) / 100
    smallest = dict(row.looks.values_list("variant").annotate(least=Min("p_value")))
    looks = []
    for position, arm in enumerate(figures):
        found = difference_between(arm, figures[0], tau=tau, arms=len(figures)) if position else None
        look = Look(company_id=row.company_id, experiment=row, looked_at=now, variant=arm.variant, log_ratio_e=ratio)
        look.exposed, look.n, look.reached = arm.exposed, arm.n, arm.reached
        if found is not None:
            before = smallest.get(arm.variant)
            look.difference, look.low, look.high = found.difference, found.low, found.high
            look.p_value = found.p_value if before is None else min(before, found.p_value)
        looks.append(look)
    Look.objects.bulk_create(looks)
