"""What became of a promise."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community import clock
from community.insights.promise.models.promise import Clause, Promise
from community.questions.models import Question


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Sentences about outcomes."""

    def of(self, company: Company) -> OutcomeQuerySet:
        """Return this company's outcomes."""
        return self.filter(company=company)

    def overdue(self, now: datetime) -> OutcomeQuerySet:
        """Return those whose deadline passed while they were open: broken, whether or not that was written down yet."""
        return self.filter(state=Outcome.State.OPEN, deadline__lt=now)

    def pending(self, now: datetime) -> OutcomeQuerySet:
        """Return those that can still be kept."""
        return self.filter(state=Outcome.State.OPEN, deadline__gte=now)

    def at_risk(self, now: datetime) -> OutcomeQuerySet:
        """Return those that can still be kept and have used up 70 % of their time, the most urgent first."""
        return self.pending(now).filter(at_risk_from__lte=now).order_by("deadline", "pk")


class Outcome(models.Model):
    """What became of one clause of a promise for one question. Derived from the clock of its first episode.

    Made again by `manage.py rebuild_insights`. `promise` and `deadline` follow from the moment of asking and never change.
    From `at_risk_from` on, when 70 % of the time is over, one that is open is at risk.
    A row that is open and past its deadline is broken: whoever reads asks `overdue`. `settled_at` is when the event came
    (kept), when the time was over (broken), or when the reason arose (excluded; empty where nobody knows).
    The question may be gone by now; the figures survive it.
    """

    class State(models.TextChoices):
        """What a promise is for one question. Excluded ones count neither way and are listed by their reason."""

        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        EXCLUDED = "excluded", _("not counted")

    class Reason(models.TextChoices):
        """Why an outcome counts neither as kept nor as broken."""

        NONE = "", _("counted")
        HIDDEN = "hidden", _("hidden by a moderator")
        CLOSED_BY_ASKER = "closed_by_asker", _("closed by the asker in time")
        CLOSED_BY_MODERATOR = "closed_by_moderator", _("closed by a moderator in time")
        WAITED_FOR_ASKER = "waited_for_asker", _("waited for details from the asker")
        SOLVED_OTHERWISE = "solved_otherwise", _("solved in time without such an answer")
        WATCH_ENDED = "watch_ended", _("the community paused or the asker left")
        NOT_LIVE = "not_live", _("imported")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.DO_NOTHING, db_constraint=False, related_name="outcomes")
    clause = models.CharField(max_length=12, choices=Clause.choices)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    is_live = models.BooleanField()
    asked_at = models.DateTimeField()
    at_risk_from = models.DateTimeField()
    deadline = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    settled_at = models.DateTimeField(null=True)

    # The state at the moment of a page, set by panels, never stored.
    state_now: str = ""

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "question", "clause"], name="one_outcome_of_a_clause"),
            models.CheckConstraint(condition=Q(clause__in=["first_answer", "resolution"]), name="outcome_clause_known"),
            models.CheckConstraint(
                condition=Q(state="excluded") & ~Q(reason="") | ~Q(state="excluded") & Q(reason=""),
                name="excluded_outcomes_say_why",
            ),
            models.CheckConstraint(
                condition=Q(at_risk_from__gt=F("asked_at"), deadline__gt=F("at_risk_from")),
                name="deadline_follows_asking",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | Q(state="kept", settled_at__isnull=False, settled_at__lte=F("deadline"))
                | Q(state="broken", settled_at__isnull=False, settled_at=F("deadline"))
                | Q(state="excluded"),
                name="outcome_is_settled_in_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "asked_at"], name="outcome_by_asking"),
            models.Index(
                fields=["company", "deadline"], condition=Q(state__in=["open", "broken"]), name="outcome_not_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.question_id}, {self.clause}: {self.state}"

    def state_at(self, now: datetime) -> str:
        """Return the state as it is at the moment: an open one past its deadline is broken."""
        overdue = self.state == self.State.OPEN and self.deadline < now
        return str(self.State.BROKEN if overdue else self.state)


class Breach(models.Model):
    """A note that a broken promise was recorded as an event. Not derived: whatever is rebuilt, none is recorded twice."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    clause = models.CharField(max_length=12, choices=Clause.choices)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "question", "clause"], name="one_breach_of_a_clause"),
            models.CheckConstraint(condition=Q(clause__in=["first_answer", "resolution"]), name="breach_clause_known"),
        ]
