"""What the clocks add up to for the questions of one day, so that long views need not read every question."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Company
from community.questions.models import Topic


class Cohort(models.Model):
    """The first episodes asked on one day (of the company's time zone) in one topic, language and channel.

    Written by `clocks.actions.roll_up` only, a whole day at a time. `definition` and `version` name the metric as
    `clocks.definitions` has it; when a formula changes its version does, and what was stored before stays as it was.
    `n` counts what is in the figures, `excluded` what is left out, `happened` those to whom the metric's event happened,
    and `ended` those that ended otherwise. `bins` counts `happened` by how long it took, between the edges of
    `clocks.bins`, and `ended_bins` counts `ended` by how long they were watched. Who still waits is in `n` alone.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    definition = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    day = models.DateField()
    topic = models.ForeignKey(Topic, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)
    n = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    happened = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()
    bins = ArrayField(models.PositiveIntegerField())
    ended_bins = ArrayField(models.PositiveIntegerField())
    rolled_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "definition", "version", "day", "topic", "language", "channel"],
                name="one_cohort_for_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(n__gte=models.F("happened") + models.F("ended")), name="cohort_adds_up"
            ),
        ]


class DayToRollUp(models.Model):
    """A day whose clocks have changed since its cohorts were written. Marked in the transaction of the change."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "day"], name="day_is_marked_once")]
