"""What is learned when something happens, and forgotten when somebody takes their consent back."""

from __future__ import annotations

from accounts.models import Membership
from community.events.followers import follow
from community.events.models import Event
from community.personalization.memory.actions.forget import forget_if_withdrawn, mark_stale
from community.personalization.memory.actions.queue import queue_lesson
from community.personalization.memory.kinds import FOLLOWER, TEACHING
from community.personalization.memory.models import LearnedQuestion


@follow(*TEACHING, name=FOLLOWER)
def queue(event: Event) -> None:
    """Put the event on the way to be learned."""
    queue_lesson(event=event)


@follow("consent.withdrawn", name="personalization.forget")
def forget(event: Event) -> None:
    """Delete what was learned of the member, at once."""
    member = Membership.objects.filter(company=int(event.company), pk=event.payload["member"]).first()
    if member is not None:
        forget_if_withdrawn(member=member)


@follow("post.hidden", name="personalization.unlearn")
def unlearn(event: Event) -> None:
    """Have what was learned made again without the hidden text."""
    if LearnedQuestion.objects.filter(company=int(event.company), question=event.payload["question"]).exists():
        mark_stale(int(event.company))
