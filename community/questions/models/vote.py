"""Judgements on posts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Company, Membership
from community import clock
from community.questions.models.post import Post


class Vote(models.Model):
    """A member's judgement on an answer: helpful (+1) or not (-1). One per member and post, never on one's own.

    A database trigger refuses a vote on one's own post.
    """

    HELPFUL = 1
    UNHELPFUL = -1

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "post", "voter"], name="one_vote_per_member_and_post"),
            models.CheckConstraint(condition=Q(value__in=[1, -1]), name="vote_is_plus_or_minus_one"),
        ]
