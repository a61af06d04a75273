"""Something that goes wrong with the answers, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community.questions.models import Topic


class AlertQuerySet(models.QuerySet["Alert"]):
    """Sentences about warnings."""

    def of(self, company: Company) -> AlertQuerySet:
        """Return this company's."""
        return self.filter(company=company)

    def open(self) -> AlertQuerySet:
        """Return those that still hold."""
        return self.filter(ended_at__isnull=True)

    def newest_first(self) -> AlertQuerySet:
        """Order by when they began."""
        return self.order_by("-began_at", "-pk")


class Alert(models.Model):
    """A warning to the admins of a company. It is open until `speed.actions.alerts` finds that it is over.

    `topic` is empty for what concerns the whole community. `facts` are the numbers of the moment at which it was last
    found to hold: see `speed.queries.alerts`. They name a member by id, never by name.
    """

    class Kind(models.TextChoices):
        """What goes wrong."""

        SLOW = "slow", _("Answers take longer than promised")
        ONE_PERSON = "one_person", _("A topic depends on one person")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    facts = models.JSONField()

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "topic"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_open_alert_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="slow", topic__isnull=True) | Q(kind="one_person", topic__isnull=False),
                name="alert_is_about_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="alert_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["company", "-began_at"], name="alert_newest")]

    def __str__(self) -> str:
        return str(self.Kind(self.kind).label)
