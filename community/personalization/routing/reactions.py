"""What routing does when something happens."""

from __future__ import annotations

from accounts.purposes import Purpose
from community import clock
from community.events.followers import follow
from community.events.models import Event
from community.personalization.routing.actions.end import forget_offers, settle_offers
from community.personalization.routing.actions.rings import LOOKED_AFTER, open_ring
from community.personalization.routing.queries.queue import rounds_of, was_asked_since
from community.questions.models import Question

# By these a question begins to wait; after all others it only waits again.
_BEGINNINGS = frozenset({"question.asked", "question.reopened"})
_WAITING = frozenset({Question.State.NEW, Question.State.REOPENED})


@follow(
    "question.asked",
    "question.reopened",
    "question.state_changed",
    "question.unlocked",
    "post.restored",
    name="personalization.route",
)
def route(event: Event) -> None:
    """Offer a question that waits, or waits again, to those who may know. Rounds that still run are left as they are.

    What is imported, held or long past is offered to nobody.
    """
    since = clock.now() - LOOKED_AFTER
    if not event.is_live or event.occurred_at < since or not _may_wait(event):
        return
    company, question = int(event.company), event.payload["question"]
    rounds = rounds_of(company, question)
    if rounds.run or not (rounds.number or event.type in _BEGINNINGS or was_asked_since(company, question, since)):
        return
    open_ring(company_id=company, question_id=question, after=rounds.number)


def _may_wait(event: Event) -> bool:
    """Return whether the event is about the question itself, and leaves it waiting for an answer."""
    if event.type == "post.restored":
        return bool(event.payload["post"] == event.payload["question"])
    return event.type != "question.state_changed" or event.payload["after"] in _WAITING


@follow(
    "answer.posted",
    "answer.edited",
    "answer.accepted",
    "question.resolved",
    "question.closed",
    "question.state_changed",
    "question.locked",
    "post.hidden",
    "post.restored",
    name="personalization.offers",
)
def settle(event: Event) -> None:
    """Close the offers of a question that was answered, or that waits for nobody any more."""
    settle_offers(company_id=int(event.company), question_id=event.payload["question"])


@follow("consent.withdrawn", name="personalization.forget_offers")
def forget(event: Event) -> None:
    """Delete what was offered to a member who does not want that any more."""
    if event.payload["purpose"] == Purpose.ROUTING:
        forget_offers(company_id=int(event.company), member_id=event.payload["member"])
