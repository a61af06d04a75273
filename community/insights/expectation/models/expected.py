"""How long an answer will probably take for somebody who asks now."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import Company
from community.insights.expectation.blocks import BLOCKS
from community.insights.expectation.definitions import FEWEST_EVENTS, VALID_FOR
from community.questions.models import Topic


class Figures(models.Model):
    """The figures of an expected time. `p50` and `p80` are empty where no time can be named.

    `n` questions and `events` first answers are what the figures stand on: those of the topic, or of the first wider
    group that has enough. `definition` and `version` name the rules.
    """

    p50 = models.DurationField(null=True)
    p80 = models.DurationField(null=True)
    n = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    definition = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True

    @property
    def is_enough(self) -> bool:
        """Return whether there were enough answers to say anything."""
        return self.events >= FEWEST_EVENTS


class ExpectedTimeQuerySet(models.QuerySet["ExpectedTime"]):
    """Sentences about expected times."""

    def of(self, company: Company) -> ExpectedTimeQuerySet:
        """Return this company's."""
        return self.filter(company=company)

    def in_force(self, moment: datetime) -> ExpectedTimeQuerySet:
        """Return those that had been computed by the moment and were not too old then."""
        return self.filter(as_of__lte=moment, as_of__gt=moment - VALID_FOR)

    def for_topic(self, topic: int | None) -> ExpectedTimeQuerySet:
        """Return those of the topic and of the community in general, the newest of the topic first."""
        rows = self.filter(Q(topic=topic) | Q(topic__isnull=True)) if topic else self.filter(topic__isnull=True)
        return rows.order_by(F("topic").asc(nulls_last=True), "-as_of")


class ExpectedTime(Figures):
    """The expected time for one language, topic (none: the community in general) and part of the week.

    Written once an hour by `expectation.actions.compute` and never changed: earlier rows stay for a day, so that what was
    in force when somebody asked can be found a little later.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    block = models.PositiveSmallIntegerField()

    objects = ExpectedTimeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "language", "block", "topic", "as_of"],
                nulls_distinct=False,
                name="one_expected_time",
            ),
            models.CheckConstraint(condition=Q(block__lt=BLOCKS), name="expected_in_a_part_of_the_week"),
            models.CheckConstraint(
                condition=Q(events__gte=FEWEST_EVENTS) | Q(p50__isnull=True, p80__isnull=True),
                name="too_few_answers_promise_nothing",
            ),
            models.CheckConstraint(
                condition=Q(p80__isnull=True) | Q(p50__isnull=False, p50__lte=F("p80")), name="expected_times_in_order"
            ),
            models.CheckConstraint(condition=Q(n__gte=F("events")), name="expected_from_no_more_answers_than_asked"),
        ]
        indexes = [models.Index(fields=["company", "as_of"], name="expected_by_age")]

    def __str__(self) -> str:
        return f"{self.language}, topic {self.topic_id}, part {self.block}"
