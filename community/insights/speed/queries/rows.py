"""The rows behind a figure, with what a person needs to understand why they are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community.insights.clocks.models import Clock
from community.insights.promise.models import EscalationStep
from community.questions.models import Question, Topic

STATES: Final = {
    "solved": _("solved"),
    "closed": _("closed"),
    "answered": _("answered"),
    "unwatched": _("not watched on"),
    "open": _("waits"),
}


@dataclass(frozen=True)
class QuestionLine:
    """A question behind a figure. `question` and `topic` are None where they are gone. Times are seconds.

    `told` says who was told last that it waits, "" for nobody.
    """

    clock: Clock
    question: Question | None
    topic: Topic | None
    counts: bool | None
    now: datetime
    told: str

    @property
    def responded_after(self) -> float | None:
        """Return the seconds until the first response."""
        return _after(self.clock.first_response_at, self.clock.asked_at)

    @property
    def answered_after(self) -> float | None:
        """Return the seconds until the first answer."""
        return _after(self.clock.first_answer_at, self.clock.asked_at)

    @property
    def solved_after(self) -> float | None:
        """Return the seconds until the solution, if its time is known."""
        return solved_after(self.clock)

    @property
    def state(self) -> str:
        """Return how it stands: "solved", "closed", "answered", "unwatched" or "open"."""
        return state_of(self.clock)

    @property
    def state_said(self) -> str:
        """Return how it stands, for readers."""
        return str(STATES[self.state])


@dataclass(frozen=True)
class MemberLine:
    """A helper behind a figure. `member` is None where they are gone."""

    id: int
    member: Membership | None
    counts: bool | None


def solved_after(clock: Clock) -> float | None:
    """Return the seconds until the solution, None where there is none or its time is not known."""
    return _after(clock.resolved_at, clock.asked_at) if clock.resolution_quality == "exact" else None


def state_of(clock: Clock) -> str:
    """Return how an episode stands, in one word for files and pages."""
    if clock.resolved_at is not None:
        return "solved"
    if clock.closed_at is not None:
        return "closed"
    if clock.first_answer_at is not None:
        return "answered"
    return "open" if clock.censored_at is None else "unwatched"


def question_lines(
    company: Company, ids: Sequence[int], counts: Sequence[bool] | None, now: datetime
) -> list[QuestionLine]:
    """Return the questions of these clocks, in this order. Four queries."""
    clocks = Clock.objects.of(company).in_bulk(ids)
    questions = Question.objects.of(company).in_bulk([clock.question_id for clock in clocks.values()])
    topics = Topic.objects.filter(company=company).in_bulk({clock.topic_id for clock in clocks.values()})
    told = _told_of_waiting(company, clocks.values())
    return [
        QuestionLine(
            clock=clocks[id],
            question=questions.get(clocks[id].question_id),
            topic=topics.get(clocks[id].topic_id),
            counts=counts[place] if counts is not None else None,
            now=now,
            told=told.get(clocks[id].question_id, ""),
        )
        for place, id in enumerate(ids)
        if id in clocks
    ]


def _told_of_waiting(company: Company, clocks: Iterable[Clock]) -> dict[int, str]:
    """Return who was told last, in words, of those of the questions that wait. One query."""
    waiting = [clock.question_id for clock in clocks if state_of(clock) == "open"]
    steps = EscalationStep.objects.filter(company=company, question__in=waiting, episode=1, skipped=False)
    return {step.question_id: str(step.get_step_display()) for step in steps.order_by("pk")}


def member_lines(company: Company, ids: Sequence[int], counts: Sequence[bool] | None) -> list[MemberLine]:
    """Return these members, in this order. One query."""
    members = Membership.objects.of(company).in_bulk(ids)
    return [
        MemberLine(id, members.get(id), counts[place] if counts is not None else None) for place, id in enumerate(ids)
    ]


def _after(moment: datetime | None, asked_at: datetime) -> float | None:
    return None if moment is None else max(0.0, (moment - asked_at).total_seconds())
