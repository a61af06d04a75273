"""What reputation does when somebody judges."""

from __future__ import annotations

from community.events.followers import follow
from community.events.models import Event
from rewards.reputation.actions.count import make_scores
from rewards.reputation.actions.credit import credit_question
from rewards.reputation.fold import JUDGING


@follow(*JUDGING, name="reputation.credit")
def credit(event: Event) -> None:
    """Credit the authors of what was judged, or take it back, and settle the trust levels that follow."""
    credit_question(event=event)


@follow("member.joined", name="reputation.welcome")
def welcome(event: Event) -> None:
    """Let somebody new stand in the moderators' list of reputation and trust levels."""
    make_scores(int(event.company), [event.payload["member"]])
