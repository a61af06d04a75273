"""Where a question stands, as a pure function of its facts (features.md RES-1 and E1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from community.questions.models import Acceptance, Answer, Comment, Episode, FailureReport, Question, Revision


@dataclass(frozen=True)
class Facts:
    """What a question's state follows from.

    `answers_standing` counts the visible substantive answers of the running episode that the asker has not reported as
    not working. `details_wanted` says that a helper's request for details is newer than anything the asker wrote.
    """

    episode_number: int
    episode_ended: bool
    is_accepted: bool
    answers: int
    answers_standing: int
    details_wanted: bool
    first_answered_at: datetime | None

    @property
    def needs_answer(self) -> bool:
        """Return whether the question belongs in the queue; chatter does not take it out (RES-20)."""
        return not self.episode_ended and self.answers_standing == 0


def derive_state(facts: Facts) -> str:
    """Return the state that follows from the facts."""
    if facts.is_accepted:
        return Question.State.RESOLVED
    if facts.episode_ended:
        return Question.State.CLOSED
    if facts.details_wanted:
        return Question.State.NEEDS_INFO
    if facts.answers_standing:
        return Question.State.ANSWERED
    return Question.State.REOPENED if facts.episode_number > 1 else Question.State.NEW


def take_facts(question: Question, facts: Facts) -> None:
    """Set the question's state, counters and clocks to what follows from the facts; the caller saves it."""
    question.state = derive_state(facts)
    question.needs_answer = facts.needs_answer
    question.answer_count = facts.answers
    question.first_answered_at = facts.first_answered_at
    if question.state != Question.State.RESOLVED:
        question.resolved_at = None


def facts_of(question: Question) -> Facts:
    """Read the facts from the rows, in four queries."""
    episode = Episode.objects.filter(question=question).order_by("-number").first()
    if episode is None:
        raise ValueError(f"Question {question.pk} has no episode.")
    asker = question.post.author_id
    failed = Exists(FailureReport.objects.filter(answer=OuterRef("pk")))
    in_episode = Q(is_substantive=True, post__created_at__gte=episode.opened_at) & Q(failed=False)
    seen = (
        Answer.objects.of(question)
        .visible()
        .annotate(failed=failed)
        .aggregate(
            answers=Count("pk", filter=Q(purpose=Answer.Purpose.ATTEMPT)),
            standing=Count("pk", filter=in_episode),
            first=Min("post__created_at", filter=Q(is_substantive=True)),
            details_wanted_at=Max(
                "post__created_at", filter=Q(purpose=Answer.Purpose.NEEDS_INFO) & ~Q(post__author_id=asker)
            ),
            asker_replied_at=Max("post__created_at", filter=Q(post__author_id=asker)),
        )
    )
    wanted_at = seen["details_wanted_at"]
    details_wanted = (
        wanted_at is not None
        and wanted_at >= episode.opened_at
        and not _asker_wrote_since(question, wanted_at, seen["asker_replied_at"])
    )
    return Facts(
        episode_number=episode.number,
        episode_ended=episode.ended_at is not None,
        is_accepted=Acceptance.objects.filter(question=question, revoked_at__isnull=True).exists(),
        answers=seen["answers"],
        answers_standing=seen["standing"],
        details_wanted=details_wanted,
        first_answered_at=seen["first"],
    )


def _asker_wrote_since(question: Question, moment: datetime, replied_at: datetime | None) -> bool:
    """Return whether the asker replied, commented or edited the question after the moment; others' edits tell nothing."""
    asker = question.post.author_id
    if replied_at is not None and replied_at > moment:
        return True
    # Once somebody has replied, every edit leaves a revision.
    if Revision.objects.filter(post_id=question.pk, replaced_by_id=asker, replaced_at__gt=moment).exists():
        return True
    return Comment.objects.filter(question=question, post__author_id=asker, post__created_at__gt=moment).exists()


def is_substantive(*, purpose: str, by_asker: bool, by_service: bool, visible: bool, visible_chars: int) -> bool:
    """Return whether a reply is a substantive answer (features.md E1)."""
    return (
        purpose == Answer.Purpose.ATTEMPT
        and not by_asker
        and not by_service
        and visible
        and visible_chars >= SUBSTANTIVE_CHARS
    )


SUBSTANTIVE_CHARS = 20
