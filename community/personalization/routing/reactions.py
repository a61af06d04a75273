"""What routing does when something happens."""

from __future__ import annotations

from accounts.purposes import Purpose
from community import clock
from community.events.followers import follow
from community.events.models import Event
from community.personalization.routing.actions.end import forget_offers, settle_offers
from community.personalization.routing.actions.rings import LOOKED_AFTER, open_ring
from community.personalization.routing.queries.queue import last_ring


@follow("question.asked", "question.reopened", "post.restored", name="personalization.route")
def route(event: Event) -> None:
    """Offer the question to those who may know. What is imported, held or long past is offered to nobody."""
    if not event.is_live or event.occurred_at < clock.now() - LOOKED_AFTER:
        return
    company, question = int(event.company), event.payload["question"]
    open_ring(company_id=company, question_id=question, after=last_ring(company, question))


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
