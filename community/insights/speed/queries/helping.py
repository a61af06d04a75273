"""Who has answered when, as far as figures about helpers need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from django.db.models import Count, Expression, F, Q, Value, Window
from django.db.models.functions import Coalesce, Lead, RowNumber
from numpy.typing import NDArray

from accounts.models import Company
from community.insights.clocks.models.clock import ClockQuerySet
from community.insights.clocks.queries.sample import Epoch, Sample
from community.questions.models import Answer
from community.questions.models.answer import AnswerQuerySet
from community.statistics.resilience import Answering
from community.statistics.retention import QUIET

ACTIVE_DAYS: Final = 28
CORE_DAYS: Final = 30
CORE_ANSWERS: Final = 10


@dataclass(frozen=True)
class Helpers:
    """Members with an answer, by column; moments are seconds since 1970, NaN where there is none.

    How many answers in the last 28 and 30 days, when the first two came, and after which the first 60 quiet days began.
    """

    member: NDArray[np.int64]
    in_28: NDArray[np.int64]
    in_30: NDArray[np.int64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]
    last_before_quiet: NDArray[np.float64]
    now: float

    @property
    def stayed(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return how long each stayed in seconds, and whether they have left; see statistics.retention."""
        left = np.isfinite(self.last_before_quiet)
        return np.where(left, self.last_before_quiet + QUIET, self.now) - self.first, left


def helpers_of(company: Company, until: datetime) -> Helpers:
    """Return everybody who had given a substantive, visible answer by then. Two queries, whoever many they are."""
    answers = _answers(company).filter(post__created_at__lt=until)
    at, moment = F("post__created_at"), until.timestamp()
    rows = (
        answers.order_by()
        .values("post__author")
        .annotate(
            in_28=Count("pk", filter=Q(post__created_at__gte=until - timedelta(days=ACTIVE_DAYS))),
            in_30=Count("pk", filter=Q(post__created_at__gte=until - timedelta(days=CORE_DAYS))),
        )
    )
    counts = {row["post__author"]: (row["in_28"], row["in_30"]) for row in rows}
    following = Coalesce(_by_author(Lead(at)), Value(until))
    marked = answers.annotate(
        rank=_by_author(RowNumber()), seconds=Epoch(at), quiet_for=Epoch(following) - Epoch(at)
    ).filter(Q(rank__lte=2) | Q(quiet_for__gte=QUIET))
    first, second, quiet = dict[int, float](), dict[int, float](), dict[int, float]()
    marks = marked.order_by("seconds", "pk").values_list("post__author", "rank", "seconds", "quiet_for")
    for member, rank, seconds, quiet_for in marks:
        if rank <= 2:
            (first, second)[rank - 1][member] = seconds
        if quiet_for >= QUIET:
            quiet.setdefault(member, seconds)
    members = sorted(first)
    return Helpers(
        member=np.array(members, dtype=np.int64),
        in_28=np.array([counts[each][0] for each in members], dtype=np.int64),
        in_30=np.array([counts[each][1] for each in members], dtype=np.int64),
        first=np.array([first[each] for each in members], dtype=np.float64),
        second=np.array([second.get(each, np.nan) for each in members], dtype=np.float64),
        last_before_quiet=np.array([quiet.get(each, np.nan) for each in members], dtype=np.float64),
        now=moment,
    )


def answering_of(company: Company, clocks: ClockQuerySet, sample: Sample, now: datetime, horizon: float) -> Answering:
    """Return who answered which of the sample's questions when. One query. `clocks` are those that the sample holds."""
    rows = (
        _answers(company)
        .filter(question__in=clocks.order_by().values("question"))
        .values_list("question_id", "post__author_id", Epoch(F("post__created_at")))
    )
    found = np.array(list(rows.iterator(chunk_size=10_000)), dtype=np.float64).reshape(-1, 3)
    # Ids are whole numbers that a float holds exactly, up to 2^53.
    question, helper, at = found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), found[:, 2]
    order = np.argsort(sample["question_id"])
    place = order[np.searchsorted(sample["question_id"], question, sorter=order)]
    until = np.fmin(np.fmin(sample["closed_at"], sample["censored_at"]), now.timestamp())
    return Answering(
        watched=np.maximum(0.0, until - sample["asked_at"]),
        age=now.timestamp() - sample["asked_at"],
        question=place,
        helper=helper,
        seconds=np.maximum(0.0, at - sample["asked_at"][place]),
        horizon=horizon,
    )


def _by_author(expression: Expression) -> Window:
    """Return the expression over each author's answers in the order of time."""
    return Window(expression, partition_by=[F("post__author")], order_by=[F("post__created_at"), F("pk")])


def _answers(company: Company) -> AnswerQuerySet:
    return Answer.objects.filter(company=company).substantive().visible()
