"""The receipts that say which follower has seen which event."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef


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

        OPEN = "open"
        DONE = "done"
        STUCK = "stuck"
        SKIPPED = "skipped"

    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="deliveries")
    follower = models.CharField(max_length=60)
    company = models.CharField(max_length=20)
    stream = models.CharField(max_length=60)
    stream_seq = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    not_before = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
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
