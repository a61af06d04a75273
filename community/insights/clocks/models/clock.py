"""When things happened in one episode of one question."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community.events.models import Event
from community.questions.models import Question, Topic


class ClockQuerySet(models.QuerySet["Clock"]):
    """Sentences about clocks."""

    def of(self, company: Company) -> ClockQuerySet:
        """Return this company's clocks."""
        return self.filter(company=company)

    def first_episodes(self) -> ClockQuerySet:
        """Return one clock for each question: that of its first episode."""
        return self.filter(episode=1)

    def counted(self, company: Company) -> ClockQuerySet:
        """Return those that figures are made of. What a demo brought along counts in demos only."""
        return self.filter(company=company, exclusion__in=counted_exclusions(company))

    def open(self) -> ClockQuerySet:
        """Return those on which nothing has ended yet."""
        return self.filter(resolved_at__isnull=True, closed_at__isnull=True, censored_at__isnull=True)

    def unanswered(self) -> ClockQuerySet:
        """Return the open ones without a substantive answer."""
        return self.open().filter(first_answer_at__isnull=True)


class Clock(models.Model):
    """One episode of one question, from asking (or reopening) on. Derived: `manage.py rebuild_insights` makes it again.

    Written by `clocks.actions` only, from nothing but events. A moment is empty when the thing has not happened, or has
    been undone: an answer that was hidden was none. `question`, `topic` and members may be gone by now; the figures
    survive them, so the database holds no keys to them.

    Times a helper waits for the asker (the state "needs more details") are added up in seconds until the first answer and
    until the resolution; `paused_since` is when a pause began that still runs.
    """

    class Exclusion(models.TextChoices):
        """Why an episode is in no figure. Every figure says how many are left out."""

        NONE = "", _("counted")
        HIDDEN = "hidden", _("hidden by a moderator")
        UNKNOWN_TIME = "unknown_time", _("imported without exact times")
        SEED = "seed", _("came with the demo")

    class Standing(models.TextChoices):
        """Who somebody was when they wrote."""

        PEER = "peer", _("a member")
        STAFF = "staff", _("staff")
        SERVICE = "service", _("a service")

    class Closing(models.TextChoices):
        """How an episode ended without a resolution. These are other endings, not open questions."""

        NONE = "", _("not closed")
        ASKER = "asker", _("closed by the asker")
        MODERATOR = "moderator", _("closed by a moderator")
        IMPORTED = "imported", _("closed at the source")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.DO_NOTHING, db_constraint=False, related_name="clocks")
    episode = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=Event.Source.choices)
    exclusion = models.CharField(max_length=12, choices=Exclusion.choices, blank=True)
    asker = models.ForeignKey(Membership, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    topic_at_asking = models.ForeignKey(Topic, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)

    asked_at = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    first_answer_at = models.DateTimeField(null=True)
    first_answer = models.BigIntegerField(null=True)
    first_answerer = models.ForeignKey(
        Membership, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    first_answerer_standing = models.CharField(max_length=10, choices=Standing.choices, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolution_quality = models.CharField(max_length=10, choices=Event.TimeQuality.choices, blank=True)
    basis = models.CharField(max_length=10, blank=True)
    solution = models.BigIntegerField(null=True)
    solution_posted_at = models.DateTimeField(null=True)
    solver = models.ForeignKey(
        Membership, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    solver_standing = models.CharField(max_length=10, choices=Standing.choices, blank=True)
    reopened_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=10, choices=Closing.choices, blank=True)
    # Nothing is known from here on: the company paused, or the asker left.
    censored_at = models.DateTimeField(null=True)

    paused_before_answer = models.FloatField(default=0.0)
    paused_before_resolution = models.FloatField(default=0.0)
    # A promise whose time was touched by a pause is judged by this: a pause after the deadline excuses nothing.
    first_paused_at = models.DateTimeField(null=True)
    paused_since = models.DateTimeField(null=True)
    answers_before_resolution = models.PositiveIntegerField(default=0)
    follow_ups_before_resolution = models.PositiveIntegerField(default=0)
    definition_version = models.PositiveSmallIntegerField()

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "question", "episode"], name="one_clock_for_an_episode"),
            models.CheckConstraint(condition=Q(episode__gt=0), name="clock_episode_positive"),
            models.CheckConstraint(
                condition=Q(exclusion__in=["", "hidden", "unknown_time", "seed"]), name="clock_exclusion_known"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, basis="", resolution_quality="")
                | Q(resolved_at__isnull=False) & ~Q(basis="") & ~Q(resolution_quality=""),
                name="resolved_clock_has_basis_and_quality",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(closed_at__isnull=True), name="clock_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closing="") | Q(closed_at__isnull=False) & ~Q(closing=""),
                name="closed_clock_says_how",
            ),
            models.CheckConstraint(
                condition=(Q(first_answer_at__isnull=True) | Q(first_answer_at__gte=F("asked_at")))
                & (Q(first_response_at__isnull=True) | Q(first_response_at__gte=F("asked_at"))),
                name="nobody_answers_before_the_question",
            ),
            models.CheckConstraint(
                condition=Q(paused_before_answer__gte=0, paused_before_resolution__gte=0),
                name="pauses_are_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "asked_at"], name="clock_by_asking"),
            models.Index(fields=["company", "topic", "asked_at"], name="clock_by_topic"),
            models.Index(
                fields=["company", "asked_at"],
                condition=Q(first_answer_at__isnull=True, closed_at__isnull=True, censored_at__isnull=True),
                name="clock_waiting",
            ),
            models.Index(
                fields=["company", "asked_at"],
                condition=Q(resolved_at__isnull=True, closed_at__isnull=True, censored_at__isnull=True),
                name="clock_unresolved",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.question_id}, episode {self.episode}"

    def ended_or(self, now: datetime) -> datetime:
        """Return until when this clock was watched: its closing, its censoring or now, whichever came first."""
        return min(moment for moment in (self.closed_at, self.censored_at, now) if moment is not None)


def counted_exclusions(company: Company) -> list[str]:
    """Return the exclusions that count all the same: a demo is nothing but what it brought along."""
    seeded = [Clock.Exclusion.SEED.value] if company.is_demo else []
    return [Clock.Exclusion.NONE.value, *seeded]
