"""What points follow. One follower for everything that happens to a question, so that it is decided in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from community.events.followers import follow
from community.events.models import Event
from rewards.earning.actions import follow as following

_FOLLOWED: Mapping[str, Callable[[Event], None]] = {
    "answer.accepted": following.follow_acceptance,
    "acceptance.withdrawn": following.follow_withdrawal,
    "vote.cast": following.follow_vote,
    "vote.withdrawn": following.follow_vote,
    "answer.posted": following.follow_answer,
    "answer.edited": following.follow_answer,
    "post.hidden": following.follow_hiding,
    "post.restored": following.follow_restoring,
    "answer.reused": following.follow_reuse,
    "question.asked": following.follow_question,
    "promise.broken": following.follow_broken_promise,
}


@follow(*_FOLLOWED, name="rewards.points")
def points(event: Event) -> None:
    """Decide what the event earns or takes back."""
    _FOLLOWED[event.type](event)
