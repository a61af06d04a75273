"""When a company's payouts stand still."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock


class FreezeQuerySet(models.QuerySet["Freeze"]):
    """Sentences about freezes."""

    def standing(self) -> FreezeQuerySet:
        """Return the freezes that hold now."""
        return self.filter(lifted_at__isnull=True)


class Freeze(models.Model):
    """The ledger did not add up, so nothing is paid out until an admin has looked. Reading and earning go on.

    `findings` are sentences about amounts and numbers of rows, in English, for the one who repairs.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    findings = models.JSONField(_("findings"), default=list)
    frozen_at = models.DateTimeField(_("since"), default=clock.now)
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("lifted by")
    )
    lifted_because = models.CharField(_("why it was lifted"), max_length=300, blank=True)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        verbose_name = _("freeze of payouts")
        verbose_name_plural = _("freezes of payouts")
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(lifted_at__isnull=True), name="ledger_one_standing_freeze"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_because=""), name="ledger_lifted_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frozen_at:%Y-%m-%d %H:%M}"
