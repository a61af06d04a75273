"""What somebody was told when they asked."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import Company
from community.insights.expectation.definitions import FEWEST_EVENTS
from community.insights.expectation.models.expected import Figures
from community.questions.models import Question


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    """Sentences about what was said."""

    def of(self, company: Company) -> ExpectationQuerySet:
        """Return this company's."""
        return self.filter(company=company)

    def told(self) -> ExpectationQuerySet:
        """Return those with a time for 8 in 10."""
        return self.filter(p80__isnull=False)


class Expectation(Figures):
    """The expected time that was in force when a question was asked, kept to be held against what came true.

    A record, not a figure: it is written once by a follower of the asking, a database trigger keeps it as it is, and no
    rebuild makes it again. Imported questions and those of a demo were told nothing.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="expectation")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(events__gte=FEWEST_EVENTS) | Q(p50__isnull=True, p80__isnull=True),
                name="nothing_said_from_too_few",
            ),
            models.CheckConstraint(condition=Q(as_of__lte=F("asked_at")), name="said_what_was_known_at_asking"),
        ]
        indexes = [models.Index(fields=["company", "asked_at"], name="said_by_asking")]

    def __str__(self) -> str:
        return f"Question {self.pk}"

    def is_overdue(self, moment: datetime) -> bool:
        """Return whether more time has passed than was named for 8 in 10, or for half where that was all."""
        named = self.p80 or self.p50
        return named is not None and moment - self.asked_at > named
