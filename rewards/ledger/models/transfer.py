"""How points move."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Func, Q, UUIDField
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock
from rewards.ledger.models.account import Account

# What one leg may move at most: more is a mistake, and sums stay far from the end of their column.
MOST_POINTS: Final = 1_000_000_000


class TimeOrderedUuid(Func):
    """PostgreSQL's uuidv7(): later transfers have larger keys."""

    function = "uuidv7"
    output_field = UUIDField()


class CurrentTransaction(Func):
    """The number of the running transaction."""

    function = "pg_current_xact_id"
    template = "%(function)s()::text::bigint"
    output_field = models.BigIntegerField()


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Sentences about transfers."""

    def of(self, company: Company) -> TransferQuerySet:
        """Return this company's transfers."""
        return self.filter(company=company)

    def touching(self, member: Membership) -> TransferQuerySet:
        """Return the transfers that moved points of the member."""
        return self.filter(company=member.company_id, legs__account__member=member).distinct()


class Transfer(models.Model):
    """One movement of points, because of one thing that happened: `source_type` and `source_id` name it.

    The same thing moves points of one kind once, whatever is tried again. `reverses` is the transfer that this one takes
    back. `reason` is a code that pages turn into a sentence; `effective_at` is domain time, `created_at` the database's.
    """

    id = models.UUIDField(primary_key=True, db_default=TimeOrderedUuid(), editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    kind = models.CharField(_("kind"), max_length=30)
    source_type = models.CharField(_("source"), max_length=30)
    source_id = models.CharField(_("number of the source"), max_length=80)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversal", verbose_name=_("takes back")
    )
    actor = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    price_list_version = models.PositiveIntegerField(_("version of the price list"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    effective_at = models.DateTimeField(_("time"), default=clock.now)
    created_at = models.DateTimeField(db_default=models.functions.Now())
    created_xid = models.BigIntegerField(db_default=CurrentTransaction())

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "source_type", "source_id"], name="ledger_transfer_once_for_its_source"
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(source_type="") & ~Q(source_id=""), name="ledger_transfer_says_why"
            ),
        ]
        indexes = [models.Index(fields=["company", "-effective_at", "-id"], name="ledger_newest_transfers")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_type}:{self.source_id}"


class Leg(models.Model):
    """What a transfer does to one account: positive points arrive, negative ones leave."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="legs")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="legs", verbose_name=_("account"))
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField(_("points"))

    class Meta:
        verbose_name = _("leg")
        verbose_name_plural = _("legs")
        constraints = [
            models.UniqueConstraint(fields=["transfer", "account"], name="ledger_leg_once_in_a_transfer"),
            models.CheckConstraint(
                condition=~Q(amount=0) & Q(amount__gte=-MOST_POINTS, amount__lte=MOST_POINTS),
                name="ledger_leg_moves_a_sound_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+}"
