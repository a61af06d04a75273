"""Remarks under a question or an answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community.questions.models.post import Post
from community.questions.models.question import Question


class Comment(models.Model):
    """What is special to a comment beside its post: what it is about, and on which page it stands."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="comment")
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="comments")
    target = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")

    # Set by queries.question_page for one reader, never stored.
    may_edit: bool = False

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(condition=~models.Q(post=models.F("target")), name="comment_not_on_itself"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
