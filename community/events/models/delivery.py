"""The receipts that say which follower has seen which event."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Sentences about receipts."""

    def open(self) -> DeliveryQuerySet:
        """Return the receipts whose effect has not happened yet."""
        return self.filter(state=Delivery.State.OPEN)

    def stuck(self) -> DeliveryQuerySet:
        """Return the receipts that failed too often and hold up their stream until a person decides."""
        return self.filter(state=Delivery.State.STUCK)

    def due(self, moment: datetime) -> DeliveryQuerySet:
        """Return the open receipts that may be tried at the moment."""
        return self.open().filter(not_before__lte=moment)

    def unfinished(self) -> DeliveryQuerySet:
        """Return the receipts that hold up those after them: open ones and stuck ones."""
        return self.filter(state__in=[Delivery.State.OPEN, Delivery.State.STUCK])

    def next_in_stream(self) -> DeliveryQuerySet:
        """Return the receipts that no unfinished one of the same follower and stream stands before."""
        same = {name: OuterRef(name) for name in ("company", "stream", "follower")}
        before = Delivery.objects.unfinished().filter(**same, stream_seq__lt=OuterRef("stream_seq"))
        return self.exclude(Exists(before))


class Delivery(models.Model):
    """One follower's receipt for one event. Closed in the transaction of the effect.

    `stream` and `stream_seq` repeat the event's so that a drain reads its stream in order from one index.
    """

    class State(models.TextChoices):
        """Open waits, done is over, stuck needs a person, skipped was given up by a person."""

        OPEN = "open", _("open")
        DONE = "done", _("done")
        STUCK = "stuck", _("stuck")
        SKIPPED = "skipped", _("skipped")

    event = models.ForeignKey(
        "events.Event", on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("event")
    )
    follower = models.CharField(_("follower"), max_length=60)
    company = models.CharField(_("company"), max_length=20)
    stream = models.CharField(_("stream"), max_length=60)
    stream_seq = models.BigIntegerField(_("number in the stream"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    not_before = models.DateTimeField(_("not before"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(fields=["event", "follower"], name="delivery_once_per_follower"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "done", "stuck", "skipped"]), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "stream", "follower", "stream_seq"],
                condition=models.Q(state__in=["open", "stuck"]),
                name="delivery_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.follower} for event {self.event_id}: {self.state}"
