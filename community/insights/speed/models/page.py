"""Whether a company shows its speed to everybody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company


class SpeedPage(models.Model):
    """The company's choice; without a row the page is off. Written by `speed.actions.publish` only."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="speed_page")
    is_public = models.BooleanField(
        _("show the speed page to everybody"),
        default=False,
        help_text=_(
            "How long questions wait for an answer, open ones counted, with a table for download. It names nobody."
        ),
    )

    class Meta:
        verbose_name = _("public speed page")
        verbose_name_plural = _("public speed page")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
