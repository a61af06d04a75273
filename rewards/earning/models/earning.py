"""What was decided about each deed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Company, Membership
from community import clock
from community.questions.models import Answer, Question
from rewards.earning import wording
from rewards.earning.models.price_list import PriceList
from rewards.earning.pricing import ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, MAKE_GOOD, REUSE

STANDING = ("pending", "held", "vested")


class EarningQuerySet(models.QuerySet["Earning"]):
    """Sentences about decisions."""

    def of(self, company: Company) -> EarningQuerySet:
        """Return this company's decisions."""
        return self.filter(company=company)

    def standing(self) -> EarningQuerySet:
        """Return the awards that hold: pending, held or vested."""
        return self.filter(state__in=STANDING)

    def counted(self) -> EarningQuerySet:
        """Return what counts when later deeds are counted: neither barred from the start nor ended since."""
        return self.filter(facts__barred="", ended_at__isnull=True)


class Earning(models.Model):
    """The one decision about a deed, paid or not. What was decided never changes (trigger); what became of it does.

    `source` is the event that asked for the decision, decided once whatever is tried again. `subject` is the thing that
    can have one standing award at a time: the question for an acceptance, so that accepting another answer moves the
    award. `by` is who accepted, voted or re-used. `sequence` and `ended_sequence` number decisions and endings of the
    company in one order. `shortfall` is what could not be taken back.
    """

    class Act(models.TextChoices):
        """What kind of deed it was."""

        ACCEPTED = ACCEPTED, _("accepted answer")
        FIRST_ANSWER = FIRST_ANSWER, _("first answer")
        HELPFUL_VOTE = HELPFUL_VOTE, _("helpful vote")
        REUSE = REUSE, _("re-used answer")
        MAKE_GOOD = MAKE_GOOD, _("made good")

    class State(models.TextChoices):
        """What became of it."""

        PENDING = "pending", _("pending")
        HELD = "held", _("held")
        VESTED = "vested", _("vested")
        VOID = "void", _("void")
        CLAWED_BACK = "clawed_back", _("taken back")
        REFUSED = "refused", _("recognition only")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="earnings", verbose_name=_("member"))
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    act = models.CharField(_("for"), max_length=20, choices=Act.choices)
    source = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    question = models.ForeignKey(
        Question, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("question")
    )
    answer = models.ForeignKey(
        Answer,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("kind of text", "answer"),
    )
    price_list = models.ForeignKey(
        PriceList, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("price list")
    )
    facts = models.JSONField(default=dict)
    points = models.PositiveIntegerField(_("points"))
    reason = models.CharField(max_length=30, blank=True)
    refusal = models.CharField(max_length=30, blank=True)
    params = models.JSONField(default=dict)
    month = models.CharField(_("month"), max_length=7)
    sequence = models.BigIntegerField()
    occurred_at = models.DateTimeField(_("happened"))
    decided_at = models.DateTimeField(_("decided"), default=clock.now)

    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    matures_at = models.DateTimeField(_("vests"), null=True)
    vested_at = models.DateTimeField(_("vested"), null=True)
    holds = models.PositiveSmallIntegerField(default=0)
    held_at = models.DateTimeField(_("held since"), null=True)
    hold_reason = models.CharField(max_length=40, blank=True)
    hold_params = models.JSONField(default=dict)
    ended_at = models.DateTimeField(_("taken back"), null=True)
    ended_sequence = models.BigIntegerField(null=True)
    ended_reason = models.CharField(max_length=40, blank=True)
    ended_params = models.JSONField(default=dict)
    shortfall = models.PositiveIntegerField(_("not taken back"), default=0)

    objects = EarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about points")
        verbose_name_plural = _("decisions about points")
        constraints = [
            models.UniqueConstraint(fields=["company", "act", "source"], name="deed_decided_once"),
            models.UniqueConstraint(fields=["company", "sequence"], name="decision_sequence_once"),
            models.UniqueConstraint(
                fields=["company", "act", "subject"], condition=Q(state__in=STANDING), name="one_standing_award"
            ),
            models.CheckConstraint(
                condition=Q(state="refused", points=0, reason="") & ~Q(refusal="")
                | ~Q(state="refused") & Q(points__gt=0, refusal="", price_list__isnull=False, matures_at__isnull=False),
                name="refused_or_paid_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["void", "clawed_back"], ended_at__isnull=False, ended_sequence__isnull=False)
                & ~Q(ended_reason="")
                | ~Q(state__in=["void", "clawed_back"]) & Q(ended_at__isnull=True, ended_sequence__isnull=True),
                name="ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(shortfall=0) | Q(state="clawed_back", shortfall__lte=models.F("points")),
                name="only_spent_points_fall_short",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(hold_reason="") & Q(held_at__isnull=False), name="held_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["matures_at"], condition=Q(state="pending"), name="earning_matures"),
            models.Index(fields=["company", "member", "-decided_at"], name="earning_of_member"),
            models.Index(fields=["company", "month", "member"], name="earning_in_month"),
            models.Index(fields=["company", "answer"], name="earning_of_answer"),
            models.Index(fields=["company", "by", "-decided_at"], name="earning_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.pk}"

    @property
    def is_standing(self) -> bool:
        """Return whether the award holds."""
        return self.state in STANDING

    @property
    def said(self) -> str:
        """Return what was done, in the reader's language."""
        return wording.act_said(self.act)

    @property
    def why(self) -> str:
        """Return why it earned what it earned, or nothing."""
        if self.refusal:
            return wording.refusal_said(self.refusal, self.params)
        return wording.reason_said(self.reason, self.params)

    @property
    def hold_said(self) -> str:
        """Return why it is held, "" when it is not."""
        return wording.hold_said(self.hold_reason, self.hold_params) if self.state == self.State.HELD else ""

    @property
    def ending_said(self) -> str:
        """Return why it was taken back and what was not, "" when it was not."""
        if not self.ended_reason:
            return ""
        said = [wording.ending_said(self.ended_reason, self.ended_params), wording.shortfall_said(self.shortfall)]
        return " ".join(filter(None, said))
