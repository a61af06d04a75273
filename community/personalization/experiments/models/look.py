"""What was seen, every time that somebody looked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Company
from community.personalization.experiments.models.experiment import Experiment


class Look(models.Model):
    """One arm of an experiment at one moment. Kept, so that everybody can see how a result came about.

    `n` are the units whose time was over and `reached` those of them that reached the metric. The difference is that to
    the first arm, with its always valid interval and the smallest p value so far; empty for the first arm itself, and
    while an arm has fewer than 100 units. `log_ratio_e` says how much the arms' sizes speak against the plan.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="looks")
    looked_at = models.DateTimeField()
    variant = models.CharField(max_length=20)
    exposed = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    reached = models.PositiveIntegerField()
    difference = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    p_value = models.FloatField(null=True)
    log_ratio_e = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experiment", "looked_at", "variant"], name="one_look_at_an_arm_at_a_time"),
            models.CheckConstraint(condition=Q(reached__lte=F("n"), n__lte=F("exposed")), name="look_counts_fit"),
            models.CheckConstraint(
                condition=Q(difference__isnull=True, low__isnull=True, high__isnull=True, p_value__isnull=True)
                | Q(difference__gte=F("low"), difference__lte=F("high"), p_value__gte=0, p_value__lte=1)
                & Q(low__isnull=False, high__isnull=False, p_value__isnull=False),
                name="look_difference_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.reached} of {self.n}"
