"""What is searched of one question."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from accounts.models import Company
from community.questions.models import Question


class SearchDocument(models.Model):
    """One visible question with everything said on its page, ready to be searched.

    `vector` holds the title (weight A), tags (B), question (C) and visible answers (D); `gist` the title, the tags and
    how the question begins, for finding questions that ask the same. Both begin with two lexemes that no text can
    contain, the company's and the configuration's (lexemes.py), so that one index finds one company's questions in one
    language.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    config = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    vector = SearchVectorField()
    gist = SearchVectorField()

    class Meta:
        # New entries wait in a list that every search reads from end to end: kept short (KB), it costs no time.
        indexes = [
            GinIndex(fields=["vector"], name="document_vector", gin_pending_list_limit=256),
            GinIndex(fields=["gist"], name="document_gist", gin_pending_list_limit=256),
        ]
