"""Rows that the web floor keeps for itself."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RateWindow(models.Model):
    """The recent passes of one window of a rate limit, counted here while Redis is away.

    Written by community.web.ratelimit only. The key names nobody: identities are digests.
    """

    key = models.CharField(max_length=200, primary_key=True)
    passes: models.Field[list[int], list[int]] = ArrayField(
        models.BigIntegerField(), default=list, help_text="Milliseconds since 1970, newest first."
    )
    expires_at = models.DateTimeField(help_text="From then on the row says nothing any more and is deleted.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="web_ratewindow_expires")]
        verbose_name = "rate window"
