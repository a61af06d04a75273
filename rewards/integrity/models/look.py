"""When the nightly look was last taken."""

from __future__ import annotations

from django.db import models

from accounts.models import Company


class Look(models.Model):
    """The last day, by the clock of UTC, on which all acceptances of a company were looked at to the end."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, primary_key=True, related_name="+")
    day = models.DateField()
