"""What a member says against a decision, and what somebody else thinks of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock
from community.moderation.models.decision import DecisionRecord

# What the member is told to expect. When it is over, the pages say that it is late and moderators are told, once.
TARGET_TIME: Final = timedelta(days=10)


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Sentences about appeals."""

    def of(self, company: Company) -> AppealQuerySet:
        """Return this company's appeals."""
        return self.filter(company=company)

    def open(self) -> AppealQuerySet:
        """Return those that nobody has decided."""
        return self.filter(state=Appeal.State.OPEN)

    def late(self) -> AppealQuerySet:
        """Return those that wait for longer than was promised."""
        return self.open().filter(decide_by__lt=clock.now())

    def oldest_first(self) -> AppealQuerySet:
        """Order by when they have to be decided."""
        return self.order_by("decide_by", "pk")


class Appeal(models.Model):
    """A member's words against a decision about them; one for each decision, decided once by somebody who took no part.

    Withdrawn are those about which nothing is left to decide: what the decision was about, or the member, is gone. The
    database refuses the decider of the record and the member, a change of what was said or decided, and deletion; erasing a
    person empties `text`.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("waits")
        UPHELD = "upheld", _("upheld")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("no longer needed")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    record = models.OneToOneField(
        DecisionRecord, on_delete=models.PROTECT, related_name="appeal", verbose_name=_("decision")
    )
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("member"))
    text = models.TextField(_("what the member says"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("answer to the member"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decide_by = models.DateTimeField(_("to be decided by"))
    # When moderators were told that it is late.
    reminded_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=clock.now)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True, answer="")
                | Q(state="withdrawn", decided_by__isnull=True, decided_at__isnull=False, answer="")
                | (
                    Q(state__in=["upheld", "rejected"], decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="decided_appeals_say_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("member")),
                name="nobody_decides_their_own_appeal",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "decide_by"], condition=Q(state="open"), name="appeal_open"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Return whether it waits for a decision."""
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        """Return whether the member waits for longer than was promised."""
        return self.is_open and self.decide_by < clock.now()
