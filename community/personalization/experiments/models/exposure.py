"""On whom an experiment has had an effect."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Company
from community import clock
from community.personalization.experiments.models.experiment import Experiment


class Exposure(models.Model):
    """The first effect of an experiment on one unit: a row once, at the moment at which the variant made a difference.

    `subject` is the question's or the member's id. Members stand here with their consent only, and are gone when they
    withdraw it. `helped_at` is when a member first answered somebody afterwards, `opted_out_at` when they switched
    something of the personalization off.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="exposures")
    subject = models.BigIntegerField()
    variant = models.CharField(max_length=20)
    exposed_at = models.DateTimeField(default=clock.now)
    helped_at = models.DateTimeField(null=True)
    opted_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experiment", "subject"], name="one_exposure_of_a_unit"),
            models.CheckConstraint(
                condition=Q(helped_at__isnull=True) | Q(helped_at__gte=F("exposed_at")), name="helped_after_exposure"
            ),
        ]
        indexes = [models.Index(fields=["company", "subject"], name="exposure_by_subject")]

    def __str__(self) -> str:
        return f"{self.experiment_id}: {self.subject} in {self.variant}"


class OptOut(models.Model):
    """That a member of an arm withdrew from experiments. Holds nobody; an arm that drives people away shows nevertheless."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="opt_outs")
    variant = models.CharField(max_length=20)
