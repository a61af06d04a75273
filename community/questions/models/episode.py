"""Stretches from open to resolved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Company
from community import clock
from community.events.models import Event
from community.questions.models.question import Question


class Episode(models.Model):
    """One open stretch of a question (features.md E1). Reopening starts the next number; the old one is kept.

    `ended_at` is when it was resolved or closed; `basis` says by whom it was resolved, and is empty for a closing.
    `time_quality` says how well `ended_at` is known; only exact ones enter a resolution curve.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="episodes")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=10, blank=True)
    time_quality = models.CharField(max_length=10, choices=Event.TimeQuality.choices, default=Event.TimeQuality.EXACT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "question", "number"], name="episode_number_once"),
            models.UniqueConstraint(
                fields=["company", "question"], condition=Q(ended_at__isnull=True), name="one_open_episode"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False, outcome__in=["resolved", "closed"]),
                name="ended_episodes_have_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("opened_at")), name="episode_ends_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(outcome="resolved", basis__in=["asker", "staff"]) | ~Q(outcome="resolved") & Q(basis=""),
                name="resolved_episodes_have_a_basis",
            ),
        ]
