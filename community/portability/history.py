"""The past of imported questions: their states, episodes and events, told from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
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
from community.questions.locks import lock_questions
from community.questions.models import Acceptance, Answer, Episode, Question
from community.questions.state import Facts, facts_of, take_facts

Key = tuple[str, int, int]
Who = Mapping[str, Any]
"""The company and the question, as every event of a question's stream names them."""

_SETTLED = ("state", "needs_answer", "answer_count", "first_answered_at", "last_activity_at", "resolved_at")
_ENDED = ("ended_at", "time_quality", "outcome", "basis")


@dataclass
class Past:
    """One imported question with all that happened to it. `is_touched` says that things have happened here since."""

    question: Question
    closed_at: datetime | None
    is_touched: bool
    answers: list[Answer] = field(default_factory=list)
    acceptance: Acceptance | None = None

    @property
    def stored(self) -> tuple[Any, ...]:
        """Return what settling may change."""
        return tuple(attrgetter(*_SETTLED)(self.question))

    @property
    def first_answered_at(self) -> datetime | None:
        """Return when the first substantive answer came."""
        return min((answer.post.created_at for answer in self.answers if answer.is_substantive), default=None)

    @property
    def ended_at(self) -> datetime | None:
        """Return when the question was resolved or closed at the source; an acceptance counts before a closing."""
        return self.acceptance.accepted_at if self.acceptance else self.closed_at

    @property
    def end_quality(self) -> str:
        """Return how well that is known."""
        return self.acceptance.time_quality if self.acceptance else EXACT


@transaction.atomic
def write_history(company: Company, closings: Mapping[int, datetime | None]) -> int:
    """Settle the questions and record the events that are still missing; return how many. Repeating it adds none.

    `closings` names the questions, with the times at which they were closed. Events keep the original times, with source
    "import". A question on which something has happened here since is resolved, closed or reopened by nobody but its
    people; answers that the source has and we had not are told and counted. Locks the questions.
    """
    lock_questions(closings)
    pasts = _load(company, closings)
    told = _already_told(company, closings)
    events: list[PastEvent] = []
    changed, ended = [], []
    for past in pasts:
        events += [
            event for event in _events(company, past) if _key(event.happened.type, event.happened.payload) not in told
        ]
        before = past.stored
        events += _settled(company, past)
        if past.stored != before:
            changed.append(past.question)
        if past.ended_at is not None and not past.is_touched:
            ended.append(past)
    Question.objects.bulk_update(changed, _SETTLED)
    _end_episodes(ended)
    return record_past(events, source=Event.Source.IMPORT)


def touched_here(company: Company, question_ids: Iterable[int]) -> set[int]:
    """Return those of the questions on which something has happened here, beside imports."""
    streams = [f"question:{pk}" for pk in question_ids]
    ours = Event.objects.filter(company=company.key, stream__in=streams).exclude(source=Event.Source.IMPORT)
    return {int(stream.partition(":")[2]) for stream in ours.values_list("stream", flat=True).distinct()}


def _load(company: Company, closings: Mapping[int, datetime | None]) -> list[Past]:
    touched = touched_here(company, closings)
    questions = Question.objects.filter(pk__in=list(closings)).select_related("post").order_by("pk")
    pasts = {question.pk: Past(question, closings[question.pk], question.pk in touched) for question in questions}
    answers = Answer.objects.filter(question__in=list(closings)).select_related("post__author")
    # Only who wrote when matters here; the texts would fill the memory.
    for answer in answers.defer("post__markdown", "post__html").order_by("post__created_at", "pk"):
        pasts[answer.question_id].answers.append(answer)
    for acceptance in Acceptance.objects.filter(question__in=list(closings), revoked_at__isnull=True):
        pasts[acceptance.question_id].acceptance = acceptance
    return list(pasts.values())


def _already_told(company: Company, question_ids: Iterable[int]) -> set[Key]:
    streams = [f"question:{pk}" for pk in question_ids]
    rows = Event.objects.filter(company=company.key, stream__in=streams).values_list("type", "payload")
    return {_key(kind, facts) for kind, facts in rows}


def _key(kind: str, facts: Mapping[str, Any]) -> Key:
    return kind, facts["question"], facts.get("answer", 0)


def _events(company: Company, past: Past) -> Iterator[PastEvent]:
    """Tell a question's past in the order of time."""
    question = past.question
    who: Who = {"company": company.key, "question": question.pk}
    asker = question.post.author_id
    yield PastEvent(
        happened=QuestionAsked(
            **who,
            actor=str(asker),
            topic=question.topic_id,
            language=question.language,
            visible=question.post.is_visible,
        ),
        occurred_at=question.asked_at,
    )
    happened = [*_answered(who, past), *([] if past.is_touched else _ended(who, past))]
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
                standing=answer.post.author.standing,
                visible=answer.post.is_visible,
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


def _settled(company: Company, past: Past) -> Iterator[PastEvent]:
    """Set the question's state, counters and clocks, unsaved; tell a change of the state."""
    question, before = past.question, past.question.state
    if past.is_touched:
        take_facts(question, facts_of(question))
    else:
        take_facts(question, _facts(past))
        is_exact = past.acceptance is not None and past.end_quality == EXACT
        question.resolved_at = past.ended_at if is_exact else None
        question.last_activity_at = max([question.asked_at, *(answer.post.created_at for answer in past.answers)])
    if question.state != before:
        ended_at = None if past.is_touched else past.ended_at
        yield PastEvent(
            happened=StateChanged(
                company=company.key, actor="", question=question.pk, before=str(before), after=str(question.state)
            ),
            occurred_at=ended_at or past.first_answered_at or question.asked_at,
            time_quality=past.end_quality if ended_at else EXACT,
        )


def _facts(past: Past) -> Facts:
    """Return what state.facts_of would read from the database, for a question of which nothing is known but its import."""
    visible = [answer for answer in past.answers if answer.post.is_visible]
    return Facts(
        episode_number=1,
        episode_ended=past.ended_at is not None,
        is_accepted=past.acceptance is not None,
        answers=sum(answer.purpose == Answer.Purpose.ATTEMPT for answer in visible),
        answers_standing=sum(
            answer.is_substantive and answer.post.created_at >= past.question.asked_at for answer in visible
        ),
        details_wanted=False,
        first_answered_at=past.first_answered_at,
    )


def _end_episodes(pasts: Sequence[Past]) -> None:
    by_question = {past.question.pk: past for past in pasts}
    changed = []
    for episode in Episode.objects.filter(question__in=list(by_question), number=1):
        past = by_question[episode.question_id]
        before = attrgetter(*_ENDED)(episode)
        episode.ended_at = max(past.ended_at or episode.opened_at, episode.opened_at)
        episode.time_quality = past.end_quality
        episode.outcome = "resolved" if past.acceptance else "closed"
        episode.basis = past.acceptance.basis if past.acceptance else ""
        if attrgetter(*_ENDED)(episode) != before:
            changed.append(episode)
    Episode.objects.bulk_update(changed, _ENDED)
