"""Every change of anybody's reputation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community.events.models import Event
from community.questions.models import Question, Topic
from rewards.reputation.rules import Cause


class ReputationChangeQuerySet(models.QuerySet["ReputationChange"]):
    """Sentences about changes of reputation."""

    def of(self, member: Membership) -> ReputationChangeQuerySet:
        """Return one member's changes."""
        return self.filter(company_id=member.company_id, member=member)

    def newest_first(self) -> ReputationChangeQuerySet:
        """Order by the time of the effect."""
        return self.order_by("-occurred_at", "-id")


class ReputationChange(models.Model):
    """Points that one judgement gave to one member or took from them. Written by `actions.credit` and the rebuild only.

    A database trigger refuses to change or delete one: what is taken back is a change of its own, with `reverses`.
    `judgement` is the vote or acceptance, `event` what had the effect; `day` is the judgement's. `question`, `post` and
    `topic` may be gone by now: credit survives them, so the database holds no keys to them.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="reputation_changes")
    points = models.SmallIntegerField(_("reputation"))
    cause = models.CharField(_("why"), max_length=20, choices=Cause.choices)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    judgement = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    post = models.BigIntegerField()
    topic = models.ForeignKey(Topic, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    rules = models.PositiveSmallIntegerField(_("version of the rules"))
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    day = models.DateField()
    occurred_at = models.DateTimeField(_("time"))

    objects = ReputationChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of reputation")
        verbose_name_plural = _("changes of reputation")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "member", "cause", "event", "judgement"], name="reputation_changed_once_by_an_event"
            ),
            models.CheckConstraint(condition=~Q(points=0), name="reputation_change_is_not_nothing"),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="reputation_cause_known"),
        ]
        indexes = [
            models.Index(fields=["member", "-occurred_at", "-id"], name="reputation_of_member"),
            models.Index(fields=["member", "day"], name="reputation_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.points:+d} {self.cause}"
