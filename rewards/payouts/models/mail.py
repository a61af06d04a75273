"""Mails and warnings that go out once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Company, Membership
from community import clock


class StatementMail(models.Model):
    """The mail with a member's statement of one month: claimed before it is sent, so that it is sent once.

    `month` is written "2026-11". The statement itself is not kept: the ledger gives it again at any time.
    """

    class State(models.TextChoices):
        """Claimed is under way, sent is over, refused was not taken by the recipient's server."""

        CLAIMED = "claimed"
        SENT = "sent"
        REFUSED = "refused"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    month = models.CharField(max_length=7)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLAIMED)
    claimed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "member", "month"], name="payouts_one_statement_mail_a_month"),
            models.CheckConstraint(
                condition=Q(month__regex=r"^\d{4}-\d{2}$"), name="payouts_statement_mail_has_a_month"
            ),
        ]


class ExpiryWarning(models.Model):
    """A member was told, for the first or second time, that points expire on a day. Both come before points do."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    expires_on = models.DateField()
    number = models.PositiveSmallIntegerField()
    warned_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "member", "expires_on", "number"], name="payouts_each_warning_once"
            ),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="payouts_two_warnings"),
        ]
