"""What is on its way to be learned, and what was learned in which order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community import clock
from community.events.models import Event


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Sentences about lessons."""

    def of(self, company: Company) -> LessonQuerySet:
        """Return this company's lessons."""
        return self.filter(company=company)

    def waiting(self) -> LessonQuerySet:
        """Return those that have not been looked at yet."""
        return self.filter(applied_at__isnull=True)

    def learned(self) -> LessonQuerySet:
        """Return those that had an effect."""
        return self.filter(position__isnull=False)


class Lesson(models.Model):
    """One live event that teaches something. It holds nothing of a person but the event's id.

    `position` is its place in the order in which the company learned, empty for what was skipped. The time from the
    event's `occurred_at` to `effect_at` is how long learning took.
    """

    class Skipped(models.TextChoices):
        """Why a lesson had no effect."""

        NONE = "", _("it had one")
        CONSENT = "consent", _("the member does not agree, or no longer")
        HIDDEN = "hidden", _("the text was hidden by then")
        REPEATED = "repeated", _("it was known already")
        UNKNOWN = "unknown", _("the question is not remembered")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("event"))
    queued_at = models.DateTimeField(_("queued"), default=clock.now)
    position = models.BigIntegerField(_("position"), null=True)
    applied_at = models.DateTimeField(_("applied"), null=True)
    effect_at = models.DateTimeField(_("effective"), null=True)
    skipped = models.CharField(_("skipped because"), max_length=10, choices=Skipped.choices, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.UniqueConstraint(fields=["company", "position"], name="lessons_have_one_order"),
            # Waiting, or skipped for a reason, or learned at a position with an effect.
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, position__isnull=True, effect_at__isnull=True, skipped="")
                | (Q(applied_at__isnull=False, position__isnull=True, effect_at__isnull=True) & ~Q(skipped=""))
                | Q(applied_at__isnull=False, position__isnull=False, effect_at__isnull=False, skipped=""),
                name="lesson_waits_or_is_skipped_or_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(skipped__in=["", "consent", "hidden", "repeated", "unknown"]),
                name="lesson_reason_known",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "id"], condition=Q(applied_at__isnull=True), name="lesson_waiting"),
            models.Index(fields=["company", "effect_at"], name="lesson_by_effect"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
