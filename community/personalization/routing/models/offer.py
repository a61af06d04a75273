"""Asking one helper for help with one question."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community.personalization.routing.models.ring import Ring
from community.questions.models import Question

# How long an offer stands, and after how long without an answer the next ring opens.
LEASE: Final = timedelta(minutes=15)
# How long a question stays in the queue of somebody who said that they are on it.
ACCEPTED_FOR: Final = timedelta(days=1)


class OfferQuerySet(models.QuerySet["Offer"]):
    """Sentences about offers."""

    def of(self, company: Company) -> OfferQuerySet:
        """Return this company's offers."""
        return self.filter(company=company)

    def to(self, member: Membership) -> OfferQuerySet:
        """Return the member's own offers."""
        return self.filter(company=member.company_id, member=member)

    def open(self) -> OfferQuerySet:
        """Return offers that nobody has decided about, and those that were accepted."""
        return self.filter(state__in=OPEN)

    def standing(self, moment: datetime) -> OfferQuerySet:
        """Return open offers whose time is not over."""
        return self.open().filter(expires_at__gt=moment)


class Offer(models.Model):
    """A question offered to a helper, with the very numbers that ranked them.

    `contributions` are what each group of reasons added over the average helper, in natural logarithms; with `base` they
    sum to `score`. `features` are the numbers that the model saw. `reason` holds what was counted, as ids and numbers, for
    words that are true. `propensity` is how likely it was that they would be asked, given who could be. `answers` is how
    many questions they had answered by then.
    """

    class State(models.TextChoices):
        """What became of it."""

        MADE = "made", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("expired")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("no longer needed")

    class Slot(models.TextChoices):
        """Why this place was theirs."""

        RANKED = "ranked", _("by rank")
        SIMILAR = "similar", _("answered the most similar question")
        NEWCOMER = "newcomer", _("a place for new helpers")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    ring = models.ForeignKey(Ring, on_delete=models.CASCADE, related_name="offers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.MADE)
    slot = models.CharField(max_length=8, choices=Slot.choices)
    served = models.CharField(max_length=6, choices=Ring.Served.choices)
    score = models.FloatField()
    base = models.FloatField()
    contributions = models.JSONField(default=dict)
    features = models.JSONField(default=list)
    reason = models.JSONField(default=dict)
    propensity = models.FloatField()
    answers = models.PositiveIntegerField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "question", "member"],
                condition=Q(state__in=["made", "accepted"]),
                name="one_open_offer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["made", "accepted", "declined", "expired", "answered", "withdrawn"]),
                name="offer_state_known",
            ),
            models.CheckConstraint(condition=Q(slot__in=["ranked", "similar", "newcomer"]), name="offer_slot_known"),
            models.CheckConstraint(condition=Q(served__in=["model", "simple", "plain"]), name="offer_served_known"),
            models.CheckConstraint(condition=Q(propensity__gt=0, propensity__lte=1), name="propensity_is_a_chance"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="offer_stands_for_a_while"),
        ]
        indexes = [
            models.Index(fields=["company", "member", "-made_at"], name="offer_by_member"),
            models.Index(fields=["expires_at"], condition=Q(state__in=["made", "accepted"]), name="offer_open"),
        ]

    def __str__(self) -> str:
        return f"Question {self.question_id} to member {self.member_id}: {self.state}"


OPEN: Final = (Offer.State.MADE, Offer.State.ACCEPTED)
