"""What an event teaches, read from the rows as they are now and from the text as it was first published."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import Company
from community.events.models import Delivery, Event
from community.events.models.event import EventQuerySet
from community.personalization.learning.state import Asked
from community.personalization.memory.folding import ACCEPTANCE, ANSWER, QUESTION, Taught
from community.personalization.memory.kinds import FOLLOWER, TEACHING
from community.personalization.memory.models import Learned, Lesson
from community.personalization.memory.queries.consent import agreed_since
from community.questions.models import Answer, Post, Question
from community.questions.models.post import Revision

Skipped = Lesson.Skipped
# An answer's author, whether it may teach, and when it was written.
_Known = tuple[int, bool, datetime]


@dataclass(frozen=True)
class Reading:
    """What an event teaches, or why nothing."""

    taught: Taught | None
    skipped: str = ""


def past_events(company: Company) -> EventQuerySet:
    """Return what could teach and never came as a lesson: imports, seeds, and what happened before anything was learned.

    In the order in which it happened.
    """
    followed = Delivery.objects.filter(event=OuterRef("pk"), follower=FOLLOWER)
    events = Event.objects.filter(company=company.key).of_types(*TEACHING)
    lessons = Lesson.objects.filter(event=OuterRef("pk"))
    never = ~Exists(lessons) & (~Q(source=Event.Source.LIVE) | ~Exists(followed))
    return events.filter(never).order_by("occurred_at", "pk")


def needs_rebuild(company: Company) -> bool:
    """Return whether what the company learned carries something that is gone, or lacks an import."""
    learned = Learned.objects.filter(company=company).first()
    if learned is not None and learned.stale_since is not None:
        return True
    past = past_events(company)
    if learned is not None and learned.rebuilt_at is not None:
        past = past.filter(recorded_at__gt=learned.rebuilt_at)
    return past.exists()


def target_of(event: Event) -> tuple[str, int] | None:
    """Return the kind and the id of the post that the event may teach about, None where it can teach nothing."""
    facts = event.payload
    if event.type == "question.asked":
        return (QUESTION, facts["question"]) if facts.get("visible", True) else None
    if event.type == "answer.accepted":
        return ACCEPTANCE, facts["answer"]
    if event.type == "post.restored":
        if facts["kind"] == Post.Kind.QUESTION:
            return QUESTION, facts["post"]
        return (ANSWER, facts["post"]) if facts.get("substantive") else None
    return (ANSWER, facts["answer"]) if facts["substantive"] and facts.get("visible", True) else None


def read_events(company_id: int, events: Sequence[Event]) -> Iterator[tuple[Event, Reading]]:
    """Yield for each event what it teaches. Consent and visibility are those of now. Four queries for all of them."""
    targets = {event.pk: target_of(event) for event in events}
    found = [target for target in targets.values() if target is not None]
    questions = _questions(company_id, {pk for kind, pk in found if kind == QUESTION})
    answers = _answers(company_id, {pk for kind, pk in found if kind != QUESTION})
    agreed = agreed_since(company_id, {author for author, *_rest in answers.values()})
    for event in events:
        target = targets[event.pk]
        if target is None:
            yield event, Reading(None, Skipped.HIDDEN)
        elif target[0] == QUESTION:
            yield event, _question(event, questions.get(target[1]))
        else:
            yield event, _answer(event, target[0], answers.get(target[1]), agreed)


def _question(event: Event, known: tuple[int, str, str, int, str] | None) -> Reading:
    if known is None:
        return Reading(None, Skipped.HIDDEN)
    question, moment = event.payload["question"], event.occurred_at.timestamp()
    author, title, markdown, topic, language = known
    if event.type != "question.asked":
        first = Event.objects.in_stream(event.company, event.stream).of_types("question.asked").first()
        topic, language = (first.payload["topic"], first.payload["language"]) if first else (topic, language)
    asked = Asked(
        question=question,
        asker=str(author),
        moment=moment,
        language=str(event.payload.get("language", language)),
        topic=str(event.payload.get("topic", topic)),
        text=f"{title} {title} {markdown}",
    )
    return Reading(Taught(QUESTION, question, moment, asked=asked))


def _answer(event: Event, kind: str, known: _Known | None, agreed: dict[int, datetime]) -> Reading:
    if known is None or not known[1]:
        return Reading(None, Skipped.HIDDEN)
    author, _teaches, written = known
    # Somebody else may edit, restore or accept what was written before the yes.
    if author not in agreed or min(event.occurred_at, written) < agreed[author]:
        return Reading(None, Skipped.CONSENT)
    return Reading(Taught(kind, event.payload["question"], event.occurred_at.timestamp(), member=author))


def _questions(company_id: int, ids: Collection[int]) -> dict[int, tuple[int, str, str, int, str]]:
    """Return author, title, text, topic and language of the visible ones, as they were first published."""
    first = {
        post: (title, markdown)
        for post, title, markdown in Revision.objects.filter(company=company_id, post__in=ids, version=1).values_list(
            "post", "title", "markdown"
        )
    }
    rows: Any = Question.objects.filter(
        company=company_id, pk__in=ids, post__visibility=Post.Visibility.VISIBLE
    ).values_list("pk", "post__author", "title", "post__markdown", "topic", "language")
    return {
        pk: (author, *first.get(pk, (title, markdown)), topic, language)
        for pk, author, title, markdown, topic, language in rows
    }


def _answers(company_id: int, ids: Collection[int]) -> dict[int, _Known]:
    """Return the author of each answer, whether it is a substantive one on a visible question, and its time."""
    rows = Answer.objects.filter(company=company_id, pk__in=ids).values_list(
        "pk", "post__author", "is_substantive", "question__post__visibility", "post__created_at"
    )
    return {
        pk: (author, substantive and visibility == Post.Visibility.VISIBLE, written)
        for pk, author, substantive, visibility, written in rows
    }
