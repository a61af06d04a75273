"""The one-time code that lets its holder make the first company."""

from __future__ import annotations

from django.db import models

from community import clock


class SetupCode(models.Model):
    """A code printed at the start; only its hash is kept, and at most one is unused at a time."""

    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(used_at__isnull=True), name="one_open_setup_code"
            )
        ]
