"""How much was learned lately, and how fast, hour by hour."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Company


class VelocityQuerySet(models.QuerySet["Velocity"]):
    """Sentences about roll-ups."""

    def of(self, company: Company) -> VelocityQuerySet:
        """Return this company's roll-ups."""
        return self.filter(company=company)

    def with_figures(self) -> VelocityQuerySet:
        """Return those at which something had been learned or waited."""
        return self.filter(median_seconds__isnull=False)


class Velocity(models.Model):
    """One roll-up, by a version of the definition in queries.velocity. Holds numbers only, of nobody in particular.

    `n` events of the 28 days before `at` had an effect, `waiting` had not been looked at. `median_seconds` is L of the
    definition, `p95_seconds` stands beside it; both are empty where nothing happened: no data, not infinite speed.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    definition_version = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    median_seconds = models.FloatField(null=True)
    p95_seconds = models.FloatField(null=True)

    objects = VelocityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "at"], name="one_velocity_an_hour"),
            models.CheckConstraint(condition=Q(definition_version__gt=0), name="velocity_has_a_definition"),
            models.CheckConstraint(
                condition=Q(median_seconds__isnull=True, p95_seconds__isnull=True, n=0, waiting=0)
                | Q(
                    median_seconds__isnull=False,
                    p95_seconds__isnull=False,
                    median_seconds__gte=1,
                    p95_seconds__gte=1,
                ),
                name="nothing_has_no_velocity",
            ),
        ]

    @property
    def v(self) -> float | None:
        """Return one over the median in minutes; None where nothing happened."""
        return 60.0 / self.median_seconds if self.median_seconds else None

    @property
    def p(self) -> float | None:
        """Return n v²; None where nothing happened, or nothing had an effect."""
        return self.n * self.v**2 if self.v is not None and self.n else None
