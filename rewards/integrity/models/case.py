"""A question that only a person may decide: were these points earned honestly?"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock
from rewards.earning.models import Earning

# What the members concerned are told to expect.
TARGET_TIME: Final = timedelta(days=10)


class RewardCaseQuerySet(models.QuerySet["RewardCase"]):
    """Sentences about cases."""

    def of(self, company: Company) -> RewardCaseQuerySet:
        """Return this company's cases."""
        return self.filter(company=company)

    def open(self) -> RewardCaseQuerySet:
        """Return those that nobody has decided."""
        return self.filter(state=RewardCase.State.OPEN)

    def oldest_first(self) -> RewardCaseQuerySet:
        """Order by when they have to be decided."""
        return self.order_by("decide_by", "pk")


class RewardCase(models.Model):
    """Points that one member earned by acceptances or votes of another, held until somebody else has decided.

    `signals` names what was found, `evidence` holds the figures; only those who decide see figures. One open case for a
    pair: what the pair earns meanwhile joins it. A case lapses when nothing of it is held any more, because the
    acceptances were taken back. The database refuses deciders who are one of the two, and changes
    afterwards; an upheld appeal against a refusal marks the case as overturned.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("waits")
        RELEASED = "released", _("released")
        VOIDED = "voided", _("not paid")
        OVERTURNED = "overturned", _("overturned by an appeal")
        LAPSED = "lapsed", _("no longer needed")

    class Origin(models.TextChoices):
        """What opened it."""

        SCREEN = "screen", _("a single award")
        SCAN = "scan", _("the nightly look")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    member = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="reward_cases", verbose_name=_("who earned")
    )
    counterpart = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("who accepted or voted")
    )
    origin = models.CharField(_("opened by"), max_length=10, choices=Origin.choices)
    signals = models.JSONField(_("signals"), default=list)
    evidence = models.JSONField(_("evidence"), default=dict)
    rules_version = models.PositiveIntegerField(_("version of the rules"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decide_by = models.DateTimeField(_("to be decided by"))
    # When moderators were told that it is late.
    reminded_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("opened"), default=clock.now)

    objects = RewardCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("reward case")
        verbose_name_plural = _("reward cases")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "member", "counterpart"], condition=Q(state="open"), name="one_open_case_for_a_pair"
            ),
            models.CheckConstraint(condition=~Q(member=F("counterpart")), name="a_case_is_about_two"),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True, reason="")
                | Q(state="lapsed", decided_by__isnull=True, decided_at__isnull=False, reason="")
                | (
                    Q(
                        state__in=["released", "voided", "overturned"],
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                    )
                    & ~Q(reason="")
                ),
                name="decided_cases_say_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("member")) & ~Q(decided_by=F("counterpart"))),
                name="cases_are_decided_by_others",
            ),
            models.CheckConstraint(condition=~Q(signals=[]), name="a_case_has_evidence"),
        ]
        indexes = [
            models.Index(fields=["company", "decide_by"], condition=Q(state="open"), name="case_open"),
            models.Index(fields=["company", "member", "counterpart", "-id"], name="case_of_pair"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Return whether it waits for a decision."""
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        """Return whether the members wait for longer than was promised."""
        return self.is_open and self.decide_by < clock.now()


class CaseEarning(models.Model):
    """An earning that a case is about; it belongs to one case for ever."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(RewardCase, on_delete=models.PROTECT, related_name="earnings")
    earning = models.ForeignKey(Earning, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["earning"], name="an_earning_in_one_case")]
