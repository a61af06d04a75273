"""A member's reputation line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community.questions.models import Post, Question
from rewards.reputation.models import ReputationChange, Score
from rewards.reputation.models.change import ReputationChangeQuerySet
from rewards.reputation.quality import wilson_lower_bound
from rewards.reputation.rules import Cause

# What happened, by cause and by the event that had the effect. Nobody is named: votes are anonymous.
_SENTENCES: Final[dict[tuple[str, str], Any]] = {
    (Cause.HELPFUL_VOTE, "vote.cast"): _("An answer was found helpful"),
    (Cause.UNHELPFUL_VOTE, "vote.cast"): _("An answer was found not helpful"),
    (Cause.HELPFUL_VOTE, "post.restored"): _("A hidden answer is shown again: a helpful vote counts again"),
    (Cause.UNHELPFUL_VOTE, "post.restored"): _("A hidden answer is shown again: a vote against it counts again"),
    (Cause.ANSWER_ACCEPTED, "answer.accepted"): _("An answer was accepted"),
    (Cause.ACCEPTED_AN_ANSWER, "answer.accepted"): _("Accepted somebody's answer"),
}
_REVERSALS: Final[dict[tuple[str, str], Any]] = {
    (Cause.HELPFUL_VOTE, "vote.cast"): _("A helpful vote was changed"),
    (Cause.HELPFUL_VOTE, "vote.withdrawn"): _("A helpful vote was taken back"),
    (Cause.HELPFUL_VOTE, "post.hidden"): _("An answer was hidden: a helpful vote counts no longer"),
    (Cause.UNHELPFUL_VOTE, "vote.cast"): _("A vote against an answer was changed"),
    (Cause.UNHELPFUL_VOTE, "vote.withdrawn"): _("A vote against an answer was taken back"),
    (Cause.UNHELPFUL_VOTE, "post.hidden"): _("An answer was hidden: a vote against it counts no longer"),
    (Cause.ANSWER_ACCEPTED, "acceptance.withdrawn"): _("An acceptance was taken back"),
    (Cause.ANSWER_ACCEPTED, "answer.accepted"): _("Another answer was accepted instead"),
    (Cause.ACCEPTED_AN_ANSWER, "acceptance.withdrawn"): _("Took an acceptance back"),
    (Cause.ACCEPTED_AN_ANSWER, "answer.accepted"): _("Accepted another answer instead"),
}
_OTHERWISE: Final = _("A judgement changed")


@dataclass(frozen=True)
class Line:
    """One change in words. `question` is None when its reader may not see it, or when it is gone."""

    change: ReputationChange
    sentence: Any
    question: Question | None

    @property
    def is_reversal(self) -> bool:
        """Return whether it takes something back."""
        return self.change.reverses_id is not None


@dataclass(frozen=True)
class Summary:
    """What the lines add up to. `above_limit` points were judged, but are more than a day may bring."""

    total: int
    helped: int
    solved: int
    helpful: int
    unhelpful: int
    above_limit: int

    @property
    def helpful_percent(self) -> int:
        """Return the share of helpful votes that can be relied on (Wilson), in percent, rounded down."""
        return int(100 * wilson_lower_bound(self.helpful, self.helpful + self.unhelpful))

    @property
    def votes(self) -> int:
        """Return how many votes stand on the member's answers."""
        return self.helpful + self.unhelpful


def changes_of(member: Membership) -> ReputationChangeQuerySet:
    """Return the member's changes, newest first, with what a line shows of each."""
    return ReputationChange.objects.of(member).select_related("event").newest_first()


def lines(changes: Iterable[ReputationChange]) -> list[Line]:
    """Return the changes in words, with the questions that everybody may read. One query."""
    rows = list(changes)
    visible = Question.objects.filter(post__visibility=Post.Visibility.VISIBLE)
    questions = visible.in_bulk([row.question_id for row in rows])
    return [Line(row, sentence_of(row), questions.get(row.question_id)) for row in rows]


def sentence_of(change: ReputationChange) -> Any:
    """Return what happened. Needs `event` loaded."""
    sentences = _SENTENCES if change.reverses_id is None else _REVERSALS
    return sentences.get((change.cause, change.event.type), _OTHERWISE)


def summary_of(member: Membership) -> Summary:
    """Return what the member's lines add up to. Two queries."""
    score = Score.objects.filter(member=member).first() or Score(member=member)
    everything = ReputationChange.objects.of(member).aggregate(sum=Sum("points"))["sum"] or 0
    return Summary(
        total=score.total,
        helped=score.helped,
        solved=score.solved,
        helpful=score.helpful,
        unhelpful=score.unhelpful,
        above_limit=max(0, everything - score.total),
    )
