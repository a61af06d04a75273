"""The event log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stream(models.Model):
    """The order of one thing's events: a row whose lock is taken while its next number is given out."""

    company = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    last_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="stream_once_per_company")]


class EventQuerySet(models.QuerySet["Event"]):
    """Sentences about the log."""

    def in_stream(self, company: str, stream: str) -> EventQuerySet:
        """Return one stream's events in their order."""
        return self.filter(company=company, stream=stream).order_by("stream_seq")

    def of_types(self, *types: str) -> EventQuerySet:
        """Return the events of these types."""
        return self.filter(type__in=types)


class Event(models.Model):
    """Something that happened. Written by `record()` only; never changed; kept for ever."""

    class Source(models.TextChoices):
        """Where the event came from; rewards, notices and learning ignore what is not live."""

        LIVE = "live", _("live")
        IMPORT = "import", _("import")
        SEED = "seed", _("demo")

    class TimeQuality(models.TextChoices):
        """How well `occurred_at` is known; only exact times enter a resolution curve."""

        EXACT = "exact", _("exact")
        DAY = "day", _("to the day")
        UNKNOWN = "unknown", _("unknown")

    company = models.CharField(_("company"), max_length=20)
    stream = models.CharField(_("stream"), max_length=60)
    stream_seq = models.BigIntegerField(_("number in the stream"))
    type = models.CharField(_("type"), max_length=60)
    actor = models.CharField(_("who"), max_length=20, blank=True)
    payload = models.JSONField(_("facts"), default=dict)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.LIVE)
    time_quality = models.CharField(
        _("how well the time is known"), max_length=10, choices=TimeQuality.choices, default=TimeQuality.EXACT
    )
    occurred_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("written down"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["company", "stream", "stream_seq"], name="event_seq_once_per_stream"),
            models.CheckConstraint(condition=models.Q(stream_seq__gt=0), name="event_seq_positive"),
            models.CheckConstraint(
                condition=models.Q(source__in=["live", "import", "seed"]), name="event_source_known"
            ),
        ]
        indexes = [models.Index(fields=["company", "type", "occurred_at"], name="event_by_type")]

    def __str__(self) -> str:
        return f"{self.type} #{self.stream_seq} of {self.stream}"

    @property
    def is_live(self) -> bool:
        """Return whether this happened here and now, rather than in an import or a seed."""
        return self.source == self.Source.LIVE
