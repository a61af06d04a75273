"""The past of imported questions: their states, episodes and events, told from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Company
from community.events.models import Event
from community.events.record import PastEvent, record_past
from community.portability.records import EXACT
from community.questions.events import (
    AnswerAccepted,
    AnswerPosted,
    QuestionAsked,
    QuestionClosed,
    QuestionResolved,
    StateChanged,
)
from community.questions.models import Acceptance, Answer, Episode, Question
from community.questions.state import Facts, derive_state

Key = tuple[str, int, int, str]
Who = Mapping[str, Any]
"""The company and the question, as every event of a question's stream names them."""


@dataclass
class Past:
    """One imported question with all that happened to it."""

    question: Question
    closed_at: datetime | None = None
    answers: list[Answer] = field(default_factory=list)
    acceptance: Acceptance | None = None

    @property
    def first_answered_at(self) -> datetime | None:
        """Return when the first substantive answer came."""
        return min((answer.post.created_at for answer in self.answers if answer.is_substantive), default=None)


@transaction.atomic
def write_history(company: Company, question_ids: Sequence[int], closings: dict[int, datetime]) -> int:
    """Settle the questions and record the events that are still missing; return how many. Repeating it adds none.

    `closings` tells when questions were closed. Events keep the original times, with source "import". A question on which
    something has happened here since is left alone: its state is no longer the source's.
    """
    touched = _touched_here(company, question_ids)
    question_ids = [pk for pk in question_ids if pk not in touched]
    pasts = _load(question_ids, closings)
    told = _already_told(company, question_ids)
    missing = [event for past in pasts for event in _events(company, past) if _key(event) not in told]
    _settle(pasts)
    return record_past(missing, source=Event.Source.IMPORT)


def _touched_here(company: Company, question_ids: Sequence[int]) -> set[int]:
    streams = [f"question:{pk}" for pk in question_ids]
    live = Event.objects.filter(company=company.key, stream__in=streams, source=Event.Source.LIVE)
    return {int(stream.partition(":")[2]) for stream in live.values_list("stream", flat=True).distinct()}


def _load(question_ids: Sequence[int], closings: dict[int, datetime]) -> list[Past]:
    questions = Question.objects.filter(pk__in=question_ids).select_related("post").order_by("pk")
    pasts = {question.pk: Past(question, closings.get(question.pk)) for question in questions}
    answers = Answer.objects.filter(question__in=question_ids).select_related("post")
    for answer in answers.order_by("post__created_at", "pk"):
        pasts[answer.question_id].answers.append(answer)
    for acceptance in Acceptance.objects.filter(question__in=question_ids, revoked_at__isnull=True):
        pasts[acceptance.question_id].acceptance = acceptance
    return list(pasts.values())


def _already_told(company: Company, question_ids: Sequence[int]) -> set[Key]:
    streams = [f"question:{pk}" for pk in question_ids]
    rows = Event.objects.filter(company=company.key, stream__in=streams).values_list("type", "payload")
    return {_key_of(kind, facts) for kind, facts in rows}


def _key(past: PastEvent) -> Key:
    return _key_of(past.happened.type, past.happened.payload)


def _key_of(kind: str, facts: dict[str, Any]) -> Key:
    return kind, facts["question"], facts.get("answer", 0), facts.get("after", "")


def _events(company: Company, past: Past) -> Iterator[PastEvent]:
    """Tell a question's past in the order of time."""
    question = past.question
    who: Who = {"company": company.key, "question": question.pk}
    asker = question.post.author_id
    yield PastEvent(
        happened=QuestionAsked(**who, actor=str(asker), topic=question.topic_id, language=question.language),
        occurred_at=question.asked_at,
    )
    happened = [*_answered(who, past), *_ended(who, past)]
    yield from sorted(happened, key=lambda event: event.occurred_at)


def _answered(who: Who, past: Past) -> Iterator[PastEvent]:
    for answer in past.answers:
        yield PastEvent(
            happened=AnswerPosted(
                **who,
                actor=str(answer.post.author_id),
                answer=answer.pk,
                purpose=answer.purpose,
                substantive=answer.is_substantive,
                by_asker=answer.post.author_id == past.question.post.author_id,
            ),
            occurred_at=answer.post.created_at,
        )


def _ended(who: Who, past: Past) -> Iterator[PastEvent]:
    acceptance = past.acceptance
    if acceptance is not None:
        author = next(answer.post.author_id for answer in past.answers if answer.pk == acceptance.answer_id)
        actor = str(acceptance.accepted_by_id or "")
        basis = acceptance.basis
        for happened in (
            AnswerAccepted(
                **who, actor=actor, answer=acceptance.answer_id, answer_author=author, basis=basis, episode=1
            ),
            QuestionResolved(**who, actor=actor, episode=1, basis=basis),
        ):
            yield PastEvent(happened=happened, occurred_at=acceptance.accepted_at, time_quality=acceptance.time_quality)
    elif past.closed_at is not None:
        yield PastEvent(happened=QuestionClosed(**who, actor="", episode=1), occurred_at=past.closed_at)
    after = derive_state(_facts(past))
    if after != Question.State.NEW:
        moment, quality = _state_since(past)
        changed = StateChanged(**who, actor="", before=Question.State.NEW.value, after=str(after))
        yield PastEvent(happened=changed, occurred_at=moment, time_quality=quality)


def _state_since(past: Past) -> tuple[datetime, str]:
    if past.acceptance is not None:
        return past.acceptance.accepted_at, past.acceptance.time_quality
    return past.closed_at or past.first_answered_at or past.question.asked_at, EXACT


def _facts(past: Past) -> Facts:
    visible = [answer for answer in past.answers if answer.post.is_visible]
    return Facts(
        episode_number=1,
        episode_ended=past.acceptance is not None or past.closed_at is not None,
        is_accepted=past.acceptance is not None,
        answers=sum(answer.purpose == Answer.Purpose.ATTEMPT for answer in visible),
        answers_standing=sum(answer.is_substantive for answer in visible),
        details_wanted=False,
        first_answered_at=past.first_answered_at,
    )


def _settle(pasts: Iterable[Past]) -> None:
    """Store the states, counters and clocks that follow, and end the episodes."""
    questions, ended = [], []
    for past in pasts:
        facts, question = _facts(past), past.question
        question.state = derive_state(facts)
        question.needs_answer = facts.needs_answer
        question.answer_count = facts.answers
        question.first_answered_at = facts.first_answered_at
        question.last_activity_at = max([question.asked_at, *(answer.post.created_at for answer in past.answers)])
        acceptance = past.acceptance
        exact = acceptance is not None and acceptance.time_quality == EXACT
        question.resolved_at = acceptance.accepted_at if acceptance is not None and exact else None
        questions.append(question)
        if facts.episode_ended:
            ended.append(past)
    Question.objects.bulk_update(
        questions,
        ["state", "needs_answer", "answer_count", "first_answered_at", "last_activity_at", "resolved_at"],
    )
    _end_episodes(ended)


def _end_episodes(pasts: Sequence[Past]) -> None:
    by_question = {past.question.pk: past for past in pasts}
    episodes = list(Episode.objects.filter(question__in=by_question, number=1, ended_at__isnull=True))
    for episode in episodes:
        past = by_question[episode.question_id]
        moment, quality = _state_since(past)
        episode.ended_at = max(moment, episode.opened_at)
        episode.time_quality = quality
        episode.outcome = "resolved" if past.acceptance else "closed"
        episode.basis = past.acceptance.basis if past.acceptance else ""
    Episode.objects.bulk_update(episodes, ["ended_at", "time_quality", "outcome", "basis"])
