"""What a helper wants to be asked, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership

MOST_A_DAY = 5
UPPER_LIMIT = 50
# What the database takes: a day in every time zone, with room for what the form takes. Python has no days before Christ.
EARLIEST_PAUSE = datetime(1999, 12, 31, tzinfo=UTC)
LATEST_PAUSE = datetime(2200, 1, 1, tzinfo=UTC)


class HelperSettings(models.Model):
    """How one member wants to be asked. A member without a row goes by the defaults.

    Hours are whole hours in the member's time zone, from `hours_from` until before `hours_until`, over midnight too; both
    empty is at any time. No `languages` means those that the member writes in here. `topics` are ids of what they like to
    help with; with `only_topics` nothing else is offered. `switched_off` names groups of reasons that are not to be used:
    for those the member counts as the mean of everybody.
    """

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, primary_key=True, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    paused_until = models.DateTimeField(_("pause until"), null=True, blank=True)
    time_zone = models.CharField(_("your time zone"), max_length=40, default="UTC")
    hours_from = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    hours_until = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)
    most_a_day = models.PositiveSmallIntegerField(_("at most so many in 24 hours"), default=MOST_A_DAY)
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("languages"), default=list, blank=True)
    topics = ArrayField(models.BigIntegerField(), verbose_name=_("topics"), default=list, blank=True)
    only_topics = models.BooleanField(_("only these topics"), default=False)
    switched_off = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_from__isnull=True, hours_until__isnull=True)
                | Q(hours_from__isnull=False, hours_until__isnull=False, hours_from__lt=24, hours_until__lt=24),
                name="helper_hours_are_two_hours",
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True)
                | Q(paused_until__gte=EARLIEST_PAUSE, paused_until__lt=LATEST_PAUSE),
                name="helper_pause_can_be_read",
            ),
            models.CheckConstraint(condition=Q(most_a_day__lte=UPPER_LIMIT), name="helper_offers_have_a_limit"),
        ]

    def __str__(self) -> str:
        return f"Settings of member {self.member_id}"

    def is_available(self, moment: datetime) -> bool:
        """Return whether the member may be asked at the moment: no pause, and within their hours."""
        if self.paused_until is not None and self.paused_until > moment:
            return False
        if self.hours_from is None or self.hours_until is None or self.hours_from == self.hours_until:
            return True
        hour = moment.astimezone(self.zone).hour
        if self.hours_from < self.hours_until:
            return self.hours_from <= hour < self.hours_until
        return hour >= self.hours_from or hour < self.hours_until

    def wants(self, topic_id: int) -> bool:
        """Return whether questions of the topic may be offered."""
        return not self.only_topics or not self.topics or topic_id in self.topics

    @property
    def zone(self) -> ZoneInfo:
        """Return the member's time zone, UTC where this machine does not know it."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")
