"""Who is told, and when, that a question still waits."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community import clock
from community.questions.models import Question

# Thirty days, in minutes.
MOST_MINUTES = 30 * 24 * 60


class Step(models.TextChoices):
    """The steps of the ladder, lowest first."""

    WIDER = "wider", _("members who answered in the topic lately")
    HELPERS = "helpers", _("the topic's best helpers")
    SUPERUSERS = "superusers", _("the most trusted members")
    STAFF = "staff", _("moderators and staff")


def _minutes(label: object, default: int) -> models.PositiveIntegerField[int, int]:
    return models.PositiveIntegerField(
        label,  # type: ignore[arg-type]
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
    )


class Ladder(models.Model):
    """After how many minutes without an answer who is told. A company without a row goes by the defaults."""

    company = models.OneToOneField(
        Company, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("company")
    )
    is_on = models.BooleanField(_("tell more and more people of questions that wait"), default=True)
    wider = _minutes(_("minutes until members who answered in the topic lately are told"), 15)
    helpers = _minutes(_("minutes until the topic's best helpers are told"), 60)
    superusers = _minutes(_("minutes until the most trusted members are told"), 4 * 60)
    staff = _minutes(_("minutes until moderators and staff are told"), 24 * 60)

    class Meta:
        verbose_name = _("ladder for waiting questions")
        verbose_name_plural = _("ladder for waiting questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    wider__gt=0, helpers__gt=F("wider"), superusers__gt=F("helpers"), staff__gt=F("superusers")
                ),
                name="ladder_goes_up",
                violation_error_message=_("Each step has to come later than the one before it."),
            )
        ]

    def __str__(self) -> str:
        return str(self.company)

    @property
    def steps(self) -> list[tuple[str, timedelta]]:
        """Return the steps with the age at which each is due, lowest first."""
        return [(step.value, timedelta(minutes=getattr(self, step.value))) for step in Step]


class EscalationStep(models.Model):
    """A step of the ladder that a question reached. Not derived: nobody is told twice, whatever is rebuilt or repeated.

    `told` are the ids of members. A step that was passed over because a higher one was due already is `skipped` and told
    nobody.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    episode = models.PositiveIntegerField()
    step = models.CharField(max_length=12, choices=Step.choices)
    skipped = models.BooleanField(default=False)
    told = ArrayField(models.BigIntegerField(), default=list)
    reached_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "question", "episode", "step"], name="a_step_is_taken_once"),
            models.CheckConstraint(
                condition=Q(step__in=["wider", "helpers", "superusers", "staff"]), name="escalation_step_known"
            ),
            models.CheckConstraint(condition=Q(skipped=False) | Q(told=[]), name="skipped_steps_tell_nobody"),
        ]
        # For the few questions about one person: what they were told, and forgetting it.
        indexes = [GinIndex(fields=["told"], name="step_by_told")]

    def __str__(self) -> str:
        return f"Question {self.question_id}, episode {self.episode}: {self.step}"
