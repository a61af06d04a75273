"""What reputation does when somebody judges."""

from __future__ import annotations

from community.events.followers import follow
from community.events.models import Event
from rewards.reputation.actions.credit import credit_question
from rewards.reputation.fold import JUDGING


@follow(*JUDGING, name="reputation.credit")
def credit(event: Event) -> None:
    """Credit the authors of what was judged, or take it back, and settle the trust levels that follow."""
    credit_question(event=event)
