"""Mails: what was sent, and what is wanted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Company, Membership
from community import clock
from community.events.models import Event


class SentMail(models.Model):
    """The mail that tells one member of one event: claimed before it is sent, so that it is sent once.

    A claim that was never settled belongs to a worker that died; after a while another may take it over.
    """

    class State(models.TextChoices):
        """Claimed is under way, sent is over, refused will never be taken by the recipient's server."""

        CLAIMED = "claimed"
        SENT = "sent"
        REFUSED = "refused"

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    recipient = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLAIMED)
    claimed_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "event", "recipient"], name="one_mail_for_an_event"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | Q(state__in=["claimed", "refused"], sent_at__isnull=True),
                name="only_sent_mails_have_a_time",
            ),
        ]


class MailPreference(models.Model):
    """A member's choice whether a category comes by mail too. Without a row the category's own default holds."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="mail_preferences")
    category = models.CharField(max_length=30)
    wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "member", "category"], name="one_choice_for_a_category"),
            models.CheckConstraint(condition=~Q(category=""), name="mail_preference_names_a_category"),
        ]
