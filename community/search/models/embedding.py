"""What questions mean, as vectors of a service; and which version of them is read."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q
from django.db.models.lookups import GreaterThan, LessThan

from accounts.models import Company
from community.questions.models import Question


class HalfVectorField(models.TextField):  # type: ignore[type-arg]  # at run time it takes none
    """A vector of pgvector with two bytes for a number, as text: [number,...]. Rows may have other dimensions."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return PostgreSQL's name of the type."""
        return "halfvec"


class _Length(Func):
    function = "l2_norm"
    output_field = models.FloatField()


class QuestionEmbedding(models.Model):
    """What a visible question means, by one version of a service; the length of the vector is 1.

    `read` is the version of its post that was read; a question whose words did not change is not sent again.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    version = models.CharField(max_length=250)
    read = models.PositiveIntegerField()
    vector = HalfVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "version", "question"], name="one_embedding_of_a_version"),
            models.CheckConstraint(condition=~Q(version=""), name="embeddings_name_their_version"),
            # Inner products are compared as cosines.
            models.CheckConstraint(
                condition=Q(GreaterThan(_Length(F("vector")), 0.99)) & Q(LessThan(_Length(F("vector")), 1.01)),
                name="embeddings_have_length_one",
            ),
        ]


class EmbeddingsInUse(models.Model):
    """The version of embeddings that a company's pages read: the last one that covered nearly all of its questions."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.CharField(max_length=250)
