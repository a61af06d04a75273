"""From where members act, in a form that names nobody and no place."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import Q

from accounts.models import Company, Membership

KEPT: Final = timedelta(days=30)
KEY_LENGTH: Final = 32


class Trace(models.Model):
    """A member acted on this day from one address with one browser; both are kept as digests with a secret key only.

    The digests differ from company to company. They are compared, never shown, and deleted after thirty days.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    address_key = models.CharField(max_length=KEY_LENGTH)
    device_key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "member", "day", "device_key"], name="one_trace_a_day"),
            models.CheckConstraint(condition=~Q(address_key="") & ~Q(device_key=""), name="trace_has_keys"),
        ]
        indexes = [
            models.Index(fields=["company", "address_key"], name="trace_of_address"),
            models.Index(fields=["company", "device_key"], name="trace_of_device"),
            models.Index(fields=["day"], name="trace_by_day"),
        ]
