"""What experiments follow: what becomes of questions, who helps, and who withdraws."""

from __future__ import annotations

from accounts.purposes import Purpose
from community.events.followers import follow
from community.events.models import Event
from community.personalization.experiments.actions import follow as following
from community.personalization.experiments.fold import FOLDED

_SWITCHES = {Purpose.ROUTING.value, Purpose.FEED.value, Purpose.SEND_TIME.value}


@follow(*FOLDED, name="experiments.outcomes")
def keep_outcome(event: Event) -> None:
    """Write what became of the question."""
    following.follow_question(event=event)


@follow("answer.posted", name="experiments.helpers")
def note_help(event: Event) -> None:
    """Note that a member of an arm helped somebody."""
    following.follow_helper(event=event)


@follow("consent.withdrawn", name="experiments.withdrawals")
def count_withdrawal(event: Event) -> None:
    """Forget the member when they withdrew from experiments; count it when they switched something else off."""
    purpose = event.payload["purpose"]
    if purpose == Purpose.EXPERIMENTS:
        following.follow_withdrawal(event=event, forget=True)
    elif purpose in _SWITCHES:
        following.follow_withdrawal(event=event, forget=False)
