"""Two members who are not to be brought together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Company, Membership
from community import clock


class BlockQuerySet(models.QuerySet["Block"]):
    """Sentences about blocks."""

    def by(self, member: Membership) -> BlockQuerySet:
        """Return whom the member has blocked."""
        return self.filter(company=member.company_id, blocker=member)


class Block(models.Model):
    """One member blocked another: no question of either is offered to the other. The other is not told."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    blocker = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    blocked = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "blocker", "blocked"], name="blocked_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="nobody_blocks_themselves"),
        ]

    def __str__(self) -> str:
        return f"Member {self.blocker_id} blocked {self.blocked_id}"
