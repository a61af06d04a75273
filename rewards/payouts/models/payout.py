"""Points on their way out."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock
from rewards.ledger.models.transfer import MOST_POINTS, TimeOrderedUuid
from rewards.payouts.models.charity import Charity


class TransferBatch(models.Model):
    """A file of bank transfers that an admin took out to make by hand. The same batch gives the same file again."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"), default=clock.now)

    class Meta:
        verbose_name = _("file of bank transfers")
        verbose_name_plural = _("files of bank transfers")
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="payouts_batch_number_once")]

    def __str__(self) -> str:
        return str(self.number)


class PayoutQuerySet(models.QuerySet["Payout"]):
    """Sentences about payouts."""

    def of(self, company: Company) -> PayoutQuerySet:
        """Return this company's payouts."""
        return self.filter(company=company)

    def open(self) -> PayoutQuerySet:
        """Return the payouts whose points lie in between: neither paid nor given back."""
        return self.filter(state__in=Payout.OPEN)

    def newest_first(self) -> PayoutQuerySet:
        """Order by the time of the request."""
        return self.order_by("-requested_at", "-pk")


class Payout(models.Model):
    """One payout of a member's points by one method. Its key is also the key under which a provider knows it.

    The points lie in the member's payout_pending account while it is open. `amount_minor` is the money, in the smallest
    unit of `currency`. `payee` and `payee_account` are copies of the member's details at the time of the request.
    `sent_to` is the address to which a worker sent it last, at `sent_at`: only there it can be asked after. A worker
    looks at it again from `next_try_at` on, after `tries` attempts that changed nothing.
    The state moves by conditional updates only; the database refuses every other path (migrations/0002 and 0004).
    """

    class Method(models.TextChoices):
        """How points leave."""

        CASH = "cash", _("cash")
        CREDIT = "credit", _("account credit")
        CHARITY = "charity", _("gift to charity")

    class State(models.TextChoices):
        """How far it is. Failed, cancelled and refused payouts have given the points back."""

        REQUESTED = "requested", _("waits for approval")
        APPROVED = "approved", _("approved")
        SENDING = "sending", _("on its way")
        UNKNOWN = "unknown", _("being checked")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")
        REFUSED = "refused", _("refused")

    OPEN: Final = (State.REQUESTED, State.APPROVED, State.SENDING, State.UNKNOWN)

    id = models.UUIDField(primary_key=True, db_default=TimeOrderedUuid(), editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("member"))
    method = models.CharField(_("method"), max_length=10, choices=Method.choices)
    charity = models.ForeignKey(
        Charity, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("charity")
    )
    points = models.BigIntegerField(_("points"))
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    payee = models.CharField(_("payee"), max_length=80, blank=True)
    payee_account = models.CharField(_("account"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    needs_second = models.BooleanField(_("two admins decide"), default=False)
    submission = models.UUIDField()
    part = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField(_("requested"), default=clock.now)
    approved_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True)
    second_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("also approved by")
    )
    second_at = models.DateTimeField(_("also approved"), null=True)
    batch = models.ForeignKey(
        TransferBatch, on_delete=models.PROTECT, null=True, related_name="payouts", verbose_name=_("file")
    )
    sent_to = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(_("last tried"), null=True)
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(_("settled"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    forget_when_settled = models.BooleanField(default=False)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "member", "submission", "part"], name="payouts_once_for_a_submission"
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0, points__lte=MOST_POINTS, amount_minor__gt=0),
                name="payouts_amount_is_positive",
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="payouts_currency_is_one"),
            models.CheckConstraint(
                condition=Q(method="charity", charity__isnull=False)
                | Q(method__in=["cash", "credit"], charity__isnull=True),
                name="payouts_gift_names_its_charity",
            ),
            models.CheckConstraint(
                condition=(Q(approved_by__isnull=True) | ~Q(approved_by=F("member")))
                & (Q(second_by__isnull=True) | ~Q(second_by=F("member"))),
                name="payouts_nobody_approves_their_own",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | Q(approved_by__isnull=False) & ~Q(second_by=F("approved_by")),
                name="payouts_two_different_admins",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sending", "unknown", "paid", "failed"])
                | Q(approved_by__isnull=False) & (Q(needs_second=False) | Q(second_by__isnull=False)),
                name="payouts_sent_only_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "approved", "sending", "unknown"], settled_at__isnull=True)
                | Q(state__in=["paid", "failed", "cancelled", "refused"], settled_at__isnull=False),
                name="payouts_settled_at_the_end",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "failed"]) | ~Q(reason=""), name="payouts_refused_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "requested_at"], name="payouts_by_state"),
            models.Index(fields=["member", "-requested_at"], name="payouts_of_member"),
            models.Index(fields=["state", "next_try_at"], name="payouts_by_next_try"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Return whether its points are neither paid nor given back."""
        return self.state in self.OPEN

    @property
    def stream(self) -> str:
        """Return the name of the stream of its events."""
        return f"payout:{self.pk}"


class PayoutAttempt(models.Model):
    """One step of a payout's way: who or what did it, and what came of it. Never changed; the member can read it.

    Trying again with the same outcome is no step of its own.

    `said` holds the words of a person or of a provider, or a code of wording.py.
    """

    class Step(models.TextChoices):
        """What was done."""

        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Approved")
        SECOND = "second", _("Approved by a second admin")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled by the member")
        SENT = "sent", _("Sent")
        PUT_BACK = "put_back", _("Could not be sent yet")
        NO_ANSWER = "no_answer", _("Sent, without a clear answer")
        ASKED = "asked", _("Asked whether it arrived")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed; the points are back")
        LATE = "late", _("Said to be paid after it had failed")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="attempts")
    step = models.CharField(_("step"), max_length=10, choices=Step.choices)
    actor = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    said = models.CharField(_("what came of it"), max_length=300, blank=True)
    happened_at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        verbose_name = _("step of a payout")
        verbose_name_plural = _("steps of a payout")
        indexes = [models.Index(fields=["payout", "id"], name="payouts_trail")]

    def __str__(self) -> str:
        return self.get_step_display()
