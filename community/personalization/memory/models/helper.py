"""What is remembered of a person who agreed to it. Everything here is deleted when they take that back."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership


class Helper(models.Model):
    """When somebody answers: the last time, and 24 fading counts by the hour of the day in UTC.

    `position` is where in the order of lessons they first answered: it gives them their place among the helpers.
    `version` is where any of it changed last.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    position = models.BigIntegerField()
    version = models.BigIntegerField()
    last_answer = models.FloatField()
    hours = ArrayField(models.FloatField(), size=24)
    moment = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "position"], name="helpers_have_one_order")]
        indexes = [models.Index(fields=["company", "version"], name="helper_version")]

    def __str__(self) -> str:
        return f"{self.member_id}"


class Count(models.Model):
    """Fading counts of what somebody answered: in all, in one language, or in one topic.

    `values` hold one number for each half-life (see memory.folding), right at `moment` in seconds since 1970.
    """

    class About(models.TextChoices):
        """What is counted; `key` is the language or the topic."""

        ALL = "all", _("everything")
        LANGUAGE = "language", _("a language")
        TOPIC = "topic", _("a topic")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=10, choices=About.choices)
    key = models.CharField(max_length=20, blank=True)
    values = ArrayField(models.FloatField())
    moment = models.FloatField()
    version = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "member", "about", "key"], name="one_count_of_a_kind"),
            models.CheckConstraint(condition=Q(about__in=["all", "language", "topic"]), name="count_about_known"),
        ]
        indexes = [models.Index(fields=["company", "version"], name="count_version")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.about} {self.key}"


class LearnedAnswer(models.Model):
    """Somebody answered a question while it was remembered: their profile is the sum of such questions' words."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("memory.LearnedQuestion", on_delete=models.CASCADE, related_name="answers")
    position = models.BigIntegerField()
    moment = models.FloatField()
    # Where in the order of lessons the acceptance was learned.
    accepted = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "member"], name="one_learned_answer_per_question"),
            models.UniqueConstraint(fields=["company", "position"], name="learned_answers_have_one_order"),
        ]
        indexes = [models.Index(fields=["company", "accepted"], name="learned_answer_accepted")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.question_id}"


class Exposure(models.Model):
    """Something was put before a member on a list that was made for them. Written only with their consent.

    `propensity` is how likely chance was to put it there, 1 where chance had no part.
    """

    class Surface(models.TextChoices):
        """The list, which says whose consent it needs."""

        OFFERS = "offers", _("offers")
        FEED = "feed", _("for you")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    surface = models.CharField(max_length=10, choices=Surface.choices)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    propensity = models.FloatField(default=1.0)
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(surface__in=["offers", "feed"]), name="exposure_surface_known"),
            models.CheckConstraint(
                condition=Q(propensity__gt=0, propensity__lte=1), name="exposure_propensity_is_a_chance"
            ),
            models.CheckConstraint(condition=Q(position__gt=0), name="exposure_position_from_one"),
        ]
        indexes = [
            models.Index(fields=["company", "surface", "shown_at"], name="exposure_by_time"),
            models.Index(fields=["member", "surface", "shown_at"], name="exposure_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.surface} {self.position}: {self.kind} {self.object_id}"


class Look(models.Model):
    """When somebody last looked at a list in a way that was written down: no other look is for ten minutes.

    One row for each member and list, which every look of theirs locks: of two at once one is written.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    surface = models.CharField(max_length=10, choices=Exposure.Surface.choices)
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "surface"], name="one_last_look_at_a_list"),
            models.CheckConstraint(condition=Q(surface__in=["offers", "feed"]), name="look_surface_known"),
        ]

    def __str__(self) -> str:
        return f"{self.surface}: {self.shown_at}"
