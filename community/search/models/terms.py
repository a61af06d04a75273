"""What the second engine knows: the terms of each question, how many questions hold each, and a vector for each."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import Company
from community.questions.models import Question


class SparseVectorField(models.TextField):  # type: ignore[type-arg]  # at run time it takes none
    """A vector of pgvector that names only what is in it, as text: {number:weight,...}/dimensions."""

    def __init__(self, *args: Any, dimensions: int, **kwargs: Any) -> None:
        self.dimensions = dimensions
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return what a migration writes."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"dimensions": self.dimensions}

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return PostgreSQL's name of the type."""
        return f"sparsevec({self.dimensions})"


class QuestionTerms(models.Model):
    """Which terms a visible question has been counted with, so that they can be taken out of the counts again.

    `version` is the version of its post that was read; a question whose words did not change is not read again.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    terms = ArrayField(models.IntegerField())


class TermCount(models.Model):
    """That more, or fewer, of a company's questions in a language hold a term: the sum of its rows is how many do.

    A question adds rows instead of changing any, so that nobody waits for another question; they are added up at times.
    The term -1 is in every question.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    term = models.IntegerField()
    questions = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["company", "language", "term"], include=["questions"], name="counts_of_terms"),
        ]


class QuestionVector(models.Model):
    """The terms of a visible question, weighed when its language had `texts` questions; the length of each vector is 1.

    `vector` holds the strongest, by which neighbours are found, and `whole` all of them, by which these are compared.
    Kept apart, because every change of a row is one of the index of neighbours (migration 0003), which is slow.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    texts = models.PositiveIntegerField()
    vector = SparseVectorField(dimensions=2**20)
    whole = SparseVectorField(dimensions=2**20)
