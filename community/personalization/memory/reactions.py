"""What is learned when something happens, and forgotten when somebody takes their consent back."""

from __future__ import annotations

from accounts.models import Membership
from community.events.followers import follow
from community.events.models import Event
from community.personalization.memory.actions.forget import forget_withdrawn, relearn, unlearn_question
from community.personalization.memory.actions.queue import queue_lesson
from community.personalization.memory.kinds import FOLLOWER, TEACHING
from community.questions.models import Post


@follow(*TEACHING, name=FOLLOWER, first=True)
def queue(event: Event) -> None:
    """Put the event on the way to be learned."""
    queue_lesson(event=event)


@follow("consent.withdrawn", name="personalization.forget")
def forget(event: Event) -> None:
    """Delete what was kept of the member for the purpose, at once, and also if they have agreed again since."""
    member = Membership.objects.filter(company=int(event.company), pk=event.payload["member"]).first()
    if member is not None:
        forget_withdrawn(member=member, purpose=event.payload["purpose"])


@follow("post.hidden", "post.restored", name="personalization.unlearn")
def unlearn(event: Event) -> None:
    """Have what was learned made again without the hidden text, or with it where it is shown again."""
    facts = event.payload
    # Comments teach nothing.
    if facts["kind"] not in (Post.Kind.QUESTION, Post.Kind.ANSWER):
        return
    if event.type == "post.hidden":
        unlearn_question(company_id=int(event.company), question_id=facts["question"])
    elif _was_hidden(event):
        relearn(company_id=int(event.company))


def _was_hidden(event: Event) -> bool:
    """Return whether the text was shown before; one that a screen held is only learned now."""
    hidden = Event.objects.in_stream(event.company, event.stream).of_types("post.hidden")
    return hidden.filter(payload__post=event.payload["post"]).exists()
