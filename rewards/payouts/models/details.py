"""Where a member's points go when they are paid out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock


class PayoutDetails(models.Model):
    """A member's bank account, and their number as a customer, as far as they gave them.

    The database holds them as they are: whoever can read the database can read them. A payout takes a copy along when
    it is requested, so that a later change moves no money that is on its way.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    member = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="payout_details")
    holder = models.CharField(_("account holder"), max_length=70, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    customer_number = models.CharField(_("customer number"), max_length=60, blank=True)
    is_of_age = models.BooleanField(_("of age"), default=False)
    changed_at = models.DateTimeField(_("changed"), default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holder="", iban="") | ~Q(holder="") & ~Q(iban=""), name="payouts_account_has_a_holder"
            ),
            models.CheckConstraint(
                condition=Q(iban="") | Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"),
                name="payouts_iban_looks_like_one",
            ),
        ]

    @property
    def country(self) -> str:
        """Return the two letters of the country in which the bank account is, or ""."""
        return self.iban[:2]

    @property
    def iban_ending(self) -> str:
        """Return the last characters of the account, which are enough to recognise it."""
        return self.iban[-4:]
