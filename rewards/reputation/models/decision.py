"""Trust levels that a person has set."""

from __future__ import annotations

from django.db import models

from accounts.models import Company, Membership
from community import clock


class LevelDecision(models.Model):
    """A moderator's decision about a member's trust level. As long as it stands, the rules leave the level alone."""

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, primary_key=True, related_name="level_decision")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(level__lte=4), name="decided_level_exists")]
