"""What a replay of the company's own past found that speed and amount are worth."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Company
from community import clock


class WorthQuerySet(models.QuerySet["Worth"]):
    """Sentences about replays."""

    def of(self, company: Company) -> WorthQuerySet:
        """Return this company's replays, the newest first."""
        return self.filter(company=company).order_by("-measured_at")


class Worth(models.Model):
    """One night's replay, by a version of the rules for it. Holds numbers only, of nobody in particular.

    `questions` are the answered ones that were measured; where they were too few the rest is empty. `cells` are those of
    worth.Measured, `on_n` and `on_v` an exponent with the ends of its interval.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    measured_at = models.DateTimeField(default=clock.now)
    definition_version = models.PositiveIntegerField()
    questions = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    on_n = models.JSONField(null=True)
    on_v = models.JSONField(null=True)

    objects = WorthQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(definition_version__gt=0), name="worth_has_a_definition"),
            models.CheckConstraint(
                condition=Q(questions__gte=100) | Q(cells=[], on_n__isnull=True, on_v__isnull=True),
                name="too_little_says_nothing",
            ),
        ]
        indexes = [models.Index(fields=["company", "-measured_at"], name="worth_newest")]
