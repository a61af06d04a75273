"""What is written down when somebody asks."""

from __future__ import annotations

from accounts.models import Company
from community.events.followers import follow
from community.events.models import Event
from community.insights.expectation.actions.tell import keep_what_was_said


@follow("question.asked", name="expectation.said")
def keep_expectation(event: Event) -> None:
    """Keep what the asker was told. Only live questions have receipts: whoever is imported was told nothing."""
    keep_what_was_said(
        company=Company.objects.get(pk=int(event.company)),
        question=event.payload["question"],
        topic=event.payload["topic"],
        language=event.payload["language"],
        asked_at=event.occurred_at,
    )
