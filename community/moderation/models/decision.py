"""What was decided about a member, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock

# No half-year is longer than this.
APPEAL_TIME: Final = timedelta(days=184)
NAME_LENGTH: Final = 60


class DecisionRecordQuerySet(models.QuerySet["DecisionRecord"]):
    """Sentences about decisions."""

    def of(self, company: Company) -> DecisionRecordQuerySet:
        """Return this company's decisions."""
        return self.filter(company=company)

    def about(self, member: Membership) -> DecisionRecordQuerySet:
        """Return the decisions about one member."""
        return self.filter(company_id=member.company_id, member=member)

    def on(self, target_kind: str, target_id: object) -> DecisionRecordQuerySet:
        """Return the decisions that concern one thing."""
        return self.filter(target_kind=target_kind, target_id=str(target_id))

    def standing(self) -> DecisionRecordQuerySet:
        """Return the decisions that hold now: no later one, no appeal and, for suspensions, no time has ended them."""
        is_over = Q(effect=DecisionRecord.Effect.MEMBER_SUSPENDED, inputs__until__isnull=False) & ~Q(
            inputs__until__gt=clock.now().isoformat()
        )
        return self.not_ended().filter(~is_over)

    def not_ended(self) -> DecisionRecordQuerySet:
        """Return the decisions that no later one and no appeal has ended, also where their time is over."""
        return self.filter(ended_at__isnull=True)

    def newest_first(self) -> DecisionRecordQuerySet:
        """Order by the time of the decision."""
        return self.order_by("-pk")


class DecisionRecord(models.Model):
    """One decision with an effect on a member: what, on which thing, by which rule, from which facts, by whom and why.

    Written by `record_decision()` in the transaction of the effect, or of the follower that learns of it. Never changed,
    but for its end. `inputs` holds facts and ids, no text, and of others nothing that the member may not know. The words
    of the reason are a person's (`reason`) or a rule's (`reason_code` with `reason_params`, said by the registry). The
    database refuses two standing records of one effect on one thing, and automatic ones of what only people may decide.
    """

    class Effect(models.TextChoices):
        """What happened to the member."""

        POST_HIDDEN = "post_hidden", _("Something that you wrote was hidden")
        POST_RESTORED = "post_restored", _("Something that you wrote is shown again")
        MEMBER_SUSPENDED = "member_suspended", _("You can only read for a time")
        MEMBER_REINSTATED = "member_reinstated", _("You can write again")
        REWARD_HELD = "reward_held", _("Points of yours are held back")
        REWARD_RELEASED = "reward_released", _("Points that were held back are yours")
        REWARD_VOIDED = "reward_voided", _("Points that were held back are not paid")
        BADGE_REVOKED = "badge_revoked", _("A badge was taken back")
        LEVEL_LOWERED = "level_lowered", _("Your trust level is lower")
        QUESTION_OFFERED = "question_offered", _("A question was offered to you")

    class End(models.TextChoices):
        """Why a decision no longer holds."""

        REPLACED = "replaced", _("a later decision")
        APPEAL = "appeal", _("an appeal")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    member = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="decisions", db_index=False, verbose_name=_("member")
    )
    effect = models.CharField(_("effect"), max_length=20, choices=Effect.choices)
    target_kind = models.CharField(max_length=20)
    target_id = models.CharField(max_length=40)
    rule = models.CharField(max_length=NAME_LENGTH)
    rule_version = models.PositiveIntegerField(default=1)
    inputs = models.JSONField(default=dict)
    is_automatic = models.BooleanField()
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    reason_code = models.CharField(max_length=NAME_LENGTH, blank=True)
    reason_params = models.JSONField(default=dict)
    reason = models.CharField(max_length=1000, blank=True)
    # Empty for decisions in the member's favour: there is nothing to appeal against.
    appeal_until = models.DateTimeField(null=True)
    # What it follows from, such as "event:<id>": the same source makes one record, whatever is tried again.
    source = models.CharField(max_length=NAME_LENGTH, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=10, choices=End.choices, blank=True)

    objects = DecisionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "effect", "target_kind", "target_id"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_decision",
            ),
            models.UniqueConstraint(
                fields=["company", "source", "effect", "target_kind", "target_id"],
                condition=~Q(source=""),
                name="one_decision_from_a_source",
            ),
            models.CheckConstraint(
                condition=Q(is_automatic=True, decided_by__isnull=True)
                | Q(is_automatic=False, decided_by__isnull=False),
                name="decision_by_a_rule_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(is_automatic=False) | ~Q(effect__in=["member_suspended", "reward_voided"]),
                name="only_people_suspend_and_refuse",
            ),
            models.CheckConstraint(condition=~Q(reason="") | ~Q(reason_code=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=~Q(rule="") & ~Q(target_kind="") & ~Q(target_id=""), name="decision_says_what"
            ),
            models.CheckConstraint(
                condition=Q(appeal_until__isnull=True) | Q(appeal_until__gte=F("created_at") + APPEAL_TIME),
                name="half_a_year_to_appeal",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=["replaced", "appeal"]),
                name="decision_ends_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="decision_about_member"),
            models.Index(fields=["company", "target_kind", "target_id", "-id"], name="decision_on_target"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the page on which the member reads it."""
        return reverse("decisions:decision", args=[self.pk])

    @property
    def is_standing(self) -> bool:
        """Return whether it holds now; a suspension does until its time is over."""
        until = self.inputs.get("until") if self.effect == self.Effect.MEMBER_SUSPENDED else None
        return self.ended_at is None and (until is None or datetime.fromisoformat(until) > clock.now())

    @property
    def is_against_member(self) -> bool:
        """Return whether there is something to appeal against."""
        return self.appeal_until is not None

    def carried_on_by(self) -> DecisionRecord | None:
        """Return the decision that took this one's place, maybe by way of others, and keeps its effect up; None without.

        An effect that ended in between is another one. A query.
        """
        if self.ended_because != self.End.REPLACED:
            return None
        last, rows = self, DecisionRecord.objects.filter(company=self.company_id, member=self.member_id)
        for each in rows.on(self.target_kind, self.target_id).filter(pk__gt=self.pk).order_by("pk"):
            if last.ended_because != self.End.REPLACED or each.created_at != last.ended_at:
                continue
            if not each.is_against_member:
                return None
            last = each
        return last if last is not self and last.is_standing else None
