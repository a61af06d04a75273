"""Whether somebody wants to stand on the boards of helpers."""

from __future__ import annotations

from django.db import models

from accounts.models import Company, Membership


class LeaderboardChoice(models.Model):
    """A member's choice; who has made none is listed."""

    member = models.OneToOneField(
        Membership, on_delete=models.CASCADE, primary_key=True, related_name="leaderboard_choice"
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    is_listed = models.BooleanField()
