"""The words of one post."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from accounts.models import Company
from community.questions.models import Post, Question


class SearchPassage(models.Model):
    """A visible question's or answer's text without markup: what a snippet is cut from and a document is made of.

    `version` is the post's version that was read and `config` the text search configuration that stemmed it, so that
    only posts that have changed are read again.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    config = models.CharField(max_length=20)
    text = models.TextField()
    vector = SearchVectorField()
