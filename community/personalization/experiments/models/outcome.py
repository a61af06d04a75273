"""What became of a question, as far as experiments ask."""

from __future__ import annotations

from django.db import models

from accounts.models import Company
from community.questions.models import Question


class QuestionOutcomeQuerySet(models.QuerySet["QuestionOutcome"]):
    """Sentences about outcomes."""

    def of(self, company: Company) -> QuestionOutcomeQuerySet:
        """Return what became of this company's questions."""
        return self.filter(company=company)


class QuestionOutcome(models.Model):
    """When what happened to one live question. Derived from its events, written again whenever one of them comes.

    `is_counted` is false while a moderator hides the question. The first answer is the first that still stands and that
    somebody else wrote in substance; `ended_at` is when it was closed without a solution; `failed_at` when its asker
    first said that an answer did not work; `offered_at` when it was first offered to a helper.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    is_held_out = models.BooleanField()
    is_counted = models.BooleanField()
    asked_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = QuestionOutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "question"], name="one_experiment_outcome_of_a_question")
        ]
        indexes = [models.Index(fields=["company", "asked_at"], name="experiment_outcome_by_asking")]

    def __str__(self) -> str:
        return f"Question {self.question_id}"
