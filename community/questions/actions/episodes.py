"""Opening and ending the stretches that resolution speed is measured on."""

from __future__ import annotations

from datetime import datetime

from community.questions.models import Episode, Question


def end_episode(question: Question, *, outcome: str, basis: str, moment: datetime) -> Episode:
    """End the question's open episode; part of the caller's transaction. Raises Episode.DoesNotExist when none is open."""
    episode = Episode.objects.get(question=question, ended_at__isnull=True)
    episode.ended_at, episode.outcome, episode.basis = moment, outcome, basis
    episode.save(update_fields=["ended_at", "outcome", "basis"])
    return episode


def open_next_episode(question: Question, *, moment: datetime) -> Episode:
    """Open the episode after the last one; part of the caller's transaction."""
    last = latest_episode(question)
    return Episode.objects.create(
        company_id=question.company_id, question=question, number=last.number + 1, opened_at=moment
    )


def latest_episode(question: Question) -> Episode:
    """Return the question's last episode, open or ended."""
    return Episode.objects.filter(question=question).latest("number")
