"""What the clocks do when something happens."""

from __future__ import annotations

from typing import Final

from community.events.followers import follow
from community.events.models import Event
from community.insights.clocks.actions.follow import follow_pause, follow_question
from community.insights.clocks.fold import FOLDED, PAUSE

FOLLOWER: Final = "clocks.follow"


@follow(*FOLDED, name=FOLLOWER)
def keep_time(event: Event) -> None:
    """Write down when things happened in the question."""
    follow_question(event=event)


@follow(PAUSE, name="clocks.pause")
def end_watching(event: Event) -> None:
    """Watch no longer what had not ended when the company closed its community."""
    follow_pause(event=event)
