"""A question as it may be looked at when somebody is sought who could answer it."""

from __future__ import annotations

from datetime import datetime

from community import clock
from community.personalization.learning.state import Asked
from community.questions.models import Question


def asked_of(question: Question, moment: datetime | None = None) -> Asked:
    """Return what is known of a question now, or at a later moment than its asking: its text as it stands."""
    return Asked(
        question=question.pk,
        asker=str(question.post.author_id),
        moment=(moment or clock.now()).timestamp(),
        language=question.language,
        topic=str(question.topic_id),
        text=f"{question.title} {question.title} {question.post.markdown}",
    )
