"""The rounds in which a question is offered."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community.questions.models import Question


class RingQuerySet(models.QuerySet["Ring"]):
    """Sentences about rings."""

    def of(self, company: Company) -> RingQuerySet:
        """Return the rings of this company's questions."""
        return self.filter(company=company)

    def due(self, moment: datetime) -> RingQuerySet:
        """Return the rings after which the next one is to be opened by now."""
        return self.filter(next_at__lte=moment)


class Ring(models.Model):
    """One round of offers: the record of a decision, without anything about a person.

    `eligible` is how many could have been asked, `asked` how many were. `next_at` is when the next ring opens unless
    somebody answered; None once that is settled. What spoke for each of those who were asked stands with their offer.
    """

    class Served(models.TextChoices):
        """What put them in order."""

        MODEL = "model", _("what was learned from answers here")
        SIMPLE = "simple", _("who answered most in this language in the last days")
        PLAIN = "plain", _("nothing: everybody was asked")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    served = models.CharField(max_length=6, choices=Served.choices)
    model_version = models.CharField(max_length=40)
    eligible = models.PositiveIntegerField()
    asked = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    objects = RingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "question", "number"], name="a_ring_is_opened_once"),
            models.CheckConstraint(condition=Q(served__in=["model", "simple", "plain"]), name="ring_served_known"),
            models.CheckConstraint(condition=Q(asked__lte=models.F("eligible")), name="ring_asks_the_eligible"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="ring_next")]

    def __str__(self) -> str:
        return f"Question {self.question_id}, ring {self.number}"
