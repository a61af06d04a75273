"""How a company's billing system is told of account credit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community import clock


class CreditWebhook(models.Model):
    """The address that takes account credit, and the secret with which Peerdesk signs.

    The secret is shown once, when it is made. It is kept as it is, because each signature needs it.
    """

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(_("address"), max_length=500)
    secret = models.CharField(max_length=100)
    changed_at = models.DateTimeField(_("changed"), default=clock.now)

    class Meta:
        verbose_name = _("webhook for account credit")
        verbose_name_plural = _("webhook for account credit")
        constraints = [
            models.CheckConstraint(condition=~Q(url="") & ~Q(secret=""), name="payouts_webhook_is_complete"),
        ]

    def __str__(self) -> str:
        return self.url
