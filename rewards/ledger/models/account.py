"""Where points lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership

# Further down than any sum of points goes: an account without a floor.
NO_FLOOR: Final = -(10**15)


class Account(models.Model):
    """An account of a company, or of one of its members. `purpose` tells accounts of one kind apart.

    That is the month of a pot ("2026-11"), the method by which points were paid out, the number of a charity.
    """

    class Kind(models.TextChoices):
        """What lies in an account."""

        FUNDING = "funding", _("money of the company")
        POT = "pot", _("pot of a month")
        PENDING = "pending", _("pending")
        HELD = "held", _("held")
        AVAILABLE = "available", _("available")
        PAYOUT_PENDING = "payout_pending", _("payout under way")
        PAID_OUT = "paid_out", _("paid out")
        CHARITY = "charity", _("given to charity")
        EXPIRED = "expired", _("expired")
        CLAWBACK = "clawback", _("taken back")

    MEMBERS_KINDS: Final = (Kind.PENDING, Kind.HELD, Kind.AVAILABLE, Kind.PAYOUT_PENDING)

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    member = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="ledger_accounts", verbose_name=_("member")
    )
    purpose = models.CharField(_("purpose"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "member", "purpose"], nulls_distinct=False, name="ledger_account_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["pending", "held", "available", "payout_pending"], member__isnull=False)
                | Q(
                    kind__in=["funding", "pot", "paid_out", "charity", "expired", "clawback"],
                    member__isnull=True,
                ),
                name="ledger_account_has_the_right_owner",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.get_kind_display(), self.purpose]))

    @property
    def ref(self) -> AccountRef:
        """Return the name under which transfers call this account."""
        return AccountRef(self.kind, self.member_id, self.purpose)


@dataclass(frozen=True)
class AccountRef:
    """The name of an account within its company; the account itself is made when the first points arrive."""

    kind: str
    member: int | None = None
    purpose: str = ""

    @property
    def lock_rank(self) -> tuple[bool, str, int, str]:
        """Return the place of the account in the one order in which everybody locks balances.

        The company's own come first: a pot is locked before it is known whom it pays.
        """
        return (self.member is not None, self.kind, self.member or 0, self.purpose)


class Balance(models.Model):
    """How many points an account holds: the sum of its legs, never below `min_balance`."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="balance")
    posted = models.BigIntegerField(_("points"), default=0)
    min_balance = models.BigIntegerField(_("floor"), default=0)
    version = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        constraints = [
            models.CheckConstraint(
                condition=Q(posted__gte=models.F("min_balance")), name="ledger_balance_keeps_its_floor"
            ),
        ]
