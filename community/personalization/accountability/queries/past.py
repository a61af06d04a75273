"""A company's own past as a replay wants it: read from the log, with first versions and consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from accounts.models import Company
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community.events.models import Event
from community.personalization.evaluation.history import Answered, Thread
from community.personalization.learning.state import Asked
from community.questions.models import Post, Question, Revision

# So far back, and no more than so many questions, the newest: a night is long enough for that.
DAYS: Final = 90
MOST_QUESTIONS: Final = 20_000


def threads_of(company: Company, now: datetime) -> list[Thread]:
    """Return the company's last 90 days of visible questions in the order of asking, with who answered them.

    Texts are those of the first versions, topics and languages those of the moment of asking: nothing that came later.
    Only members who agree to be offered questions are known as those who answered. What an import knows to the day only
    is left out. Six queries.
    """
    log = Event.objects.filter(company=company.key, occurred_at__gte=now - timedelta(days=DAYS), occurred_at__lte=now)
    exact = log.filter(time_quality=Event.TimeQuality.EXACT)
    asked = list(exact.of_types("question.asked").order_by("-occurred_at", "-pk")[:MOST_QUESTIONS])
    texts = _first_texts(company, [event.payload["question"] for event in asked])
    asked = [event for event in reversed(asked) if event.payload["question"] in texts]
    known = {str(pk) for pk in consenting(company.pk, Purpose.ROUTING).values_list("pk", flat=True)}
    answers = _answers(exact.of_types("answer.posted").order_by("occurred_at", "pk"), texts, known)
    accepted = _accepted(exact.of_types("answer.accepted", "acceptance.withdrawn").order_by("occurred_at", "pk"))
    return [_thread(event, texts, answers.get(event.payload["question"], ()), accepted) for event in asked]


def _thread(event: Event, texts: Mapping[int, str], answers: Iterable[Answered], accepted: Mapping[int, str]) -> Thread:
    question = event.payload["question"]
    by_others = tuple(each for each in answers if each.answerer != event.actor)
    solver = accepted.get(question, "")
    return Thread(
        Asked(
            question=question,
            asker=event.actor,
            moment=event.occurred_at.timestamp(),
            language=event.payload["language"],
            topic=str(event.payload["topic"]),
            text=texts[question],
        ),
        by_others,
        solver if any(each.answerer == solver for each in by_others) else "",
    )


def _answers(events: Iterable[Event], texts: Mapping[int, str], known: set[str]) -> dict[int, list[Answered]]:
    """Return by question the substantive answers of those who may be learned about, by time."""
    found: dict[int, list[Answered]] = {}
    for event in events:
        said = event.payload
        if said["question"] in texts and said["substantive"] and event.actor in known:
            answered = Answered(said["question"], event.actor, event.occurred_at.timestamp())
            found.setdefault(said["question"], []).append(answered)
    return found


def _accepted(events: Iterable[Event]) -> dict[int, str]:
    """Return by question whose answer stood accepted in the end."""
    found: dict[int, str] = {}
    for event in events:
        if event.type == "answer.accepted":
            found[event.payload["question"]] = str(event.payload["answer_author"])
        else:
            found.pop(event.payload["question"], None)
    return found


def _first_texts(company: Company, questions: list[int]) -> dict[int, str]:
    """Return the visible ones' titles, twice as telling as the rest, and texts, as they first read."""
    rows = Question.objects.of(company).filter(pk__in=questions, post__visibility=Post.Visibility.VISIBLE)
    texts = {pk: (title, body) for pk, title, body in rows.values_list("pk", "title", "post__markdown")}
    first = Revision.objects.filter(company=company, version=1, post__in=questions)
    for pk, title, body in first.values_list("post_id", "title", "markdown"):
        if pk in texts:
            texts[pk] = (title or texts[pk][0], body)
    return {pk: f"{title} {title} {body}" for pk, (title, body) in texts.items()}
