"""Monthly reports about whom the learning reaches, and what moderators did about what they found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock

# So long a moderator has to say who does what about a finding.
ANSWER_WITHIN: Final = timedelta(days=7)
LONGEST_ACTION: Final = 1000


class AuditQuerySet(models.QuerySet["Audit"]):
    """Sentences about reports."""

    def of(self, company: Company) -> AuditQuerySet:
        """Return this company's reports, the newest first."""
        return self.filter(company=company).order_by("-made_at", "-pk")


class Audit(models.Model):
    """One report, by a version of the definitions in auditing. Never changed. `figures` name nobody: see auditing.Report."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    made_at = models.DateTimeField(default=clock.now)
    definition_version = models.PositiveIntegerField()
    figures = models.JSONField()

    objects = AuditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(definition_version__gt=0), name="audit_has_a_definition"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="audit_is_of_a_time"),
        ]
        indexes = [models.Index(fields=["company", "-made_at"], name="audit_newest")]


class FindingQuerySet(models.QuerySet["Finding"]):
    """Sentences about findings."""

    def of(self, company: Company) -> FindingQuerySet:
        """Return this company's findings."""
        return self.filter(company=company)

    def unanswered(self) -> FindingQuerySet:
        """Return those of which nobody has said what is done."""
        return self.filter(owner__isnull=True)


class Finding(models.Model):
    """A language in which questions are answered much less or more often than in the others.

    A moderator becomes its `owner` by saying what is done, at best before `due_by`. `reminded` is of what moderators have
    been told while nobody did.
    """

    class Reminded(models.IntegerChoices):
        """What was said of one that nobody has answered."""

        NOT = 0
        SOON = 1
        OVERDUE = 2

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="findings")
    language = models.CharField(max_length=10)
    due_by = models.DateTimeField()
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("what is done about it"), max_length=LONGEST_ACTION, blank=True)
    answered_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(choices=Reminded.choices, default=Reminded.NOT)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "language"], name="one_finding_of_a_language"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, action="", answered_at__isnull=True)
                | (Q(owner__isnull=False, answered_at__isnull=False) & ~Q(action="")),
                name="an_answered_finding_has_owner_and_action",
            ),
            models.CheckConstraint(condition=Q(reminded__lte=2), name="finding_reminded_known"),
        ]

    def is_overdue(self, now: datetime) -> bool:
        """Return whether nobody has answered it and its time is over."""
        return self.owner_id is None and self.due_by < now
