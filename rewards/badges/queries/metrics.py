"""How each metric is counted, for some members or for a whole company."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Sum
from django.db.models.functions import ExtractYear

from accounts.models import Membership
from community.questions.models import Acceptance, Answer, Question
from rewards.badges.rules import Metric, Period, Rule

_WAITED: Final = timedelta(days=30)
_QUICK: Final = timedelta(hours=48)
_ROWS: Final = Count("pk")
_WITHOUT_BADGES: Final = (Membership.Kind.SERVICE, Membership.Kind.FORMER)

# (member, period), where the period is "" or a year.
Earned = tuple[int, str]


@dataclass(frozen=True)
class _Counting:
    """Which rows count, and where each says whose it is, when it happened and in which topic."""

    rows: Callable[[int], QuerySet[Any]]
    author: str
    moment: str
    topic: str
    add_up: Any = _ROWS


def _accepted(company_id: int) -> QuerySet[Acceptance]:
    rows = Acceptance.objects.filter(company_id=company_id, revoked_at__isnull=True, answer__post__visibility="visible")
    return rows.exclude(question__post__author=F("answer__post__author"))


def _rescues(company_id: int) -> QuerySet[Acceptance]:
    """Return those of questions that had waited: another answer that was accepted earlier had solved them, for a time."""
    earlier = Acceptance.objects.filter(question=OuterRef("question"), accepted_at__lt=OuterRef("accepted_at"))
    late = _accepted(company_id).filter(answer__post__created_at__gt=F("question__asked_at") + _WAITED)
    return late.exclude(Exists(earlier.exclude(answer=OuterRef("answer"))))


def _answers(company_id: int) -> QuerySet[Answer]:
    return Answer.objects.substantive().filter(company_id=company_id, post__visibility="visible")


def _quick(company_id: int) -> QuerySet[Answer]:
    return _answers(company_id).filter(
        question__first_answered_at=F("post__created_at"),
        post__created_at__lte=F("question__asked_at") + _QUICK,
    )


def _welcomed(company_id: int) -> QuerySet[Answer]:
    earlier = Question.objects.filter(
        company_id=company_id,
        post__author=OuterRef("question__post__author"),
        asked_at__lt=OuterRef("question__asked_at"),
    )
    return _answers(company_id).exclude(Exists(earlier))


def _asked(company_id: int) -> QuerySet[Question]:
    return Question.objects.filter(company_id=company_id, post__visibility="visible")


_OF_ANSWER: Final = ("post__author", "post__created_at", "question__topic")
_OF_ACCEPTANCE: Final = ("answer__post__author", "accepted_at", "question__topic")
_COUNTINGS: Final[dict[str, _Counting]] = {
    Metric.ACCEPTED: _Counting(_accepted, *_OF_ACCEPTANCE),
    Metric.RESCUES: _Counting(_rescues, *_OF_ACCEPTANCE),
    Metric.ANSWERS: _Counting(_answers, *_OF_ANSWER),
    Metric.QUICK: _Counting(_quick, *_OF_ANSWER),
    # People are counted: two answers to one newcomer welcome one.
    Metric.WELCOMED: _Counting(_welcomed, *_OF_ANSWER, add_up=Count("question__post__author", distinct=True)),
    Metric.HELPFUL: _Counting(_answers, *_OF_ANSWER, add_up=Sum("post__helpful_count")),
    Metric.BEST: _Counting(_answers, *_OF_ANSWER, add_up=Max("post__helpful_count")),
    Metric.ASKED: _Counting(_asked, "post__author", "asked_at", "topic"),
}


def counted(company_id: int, rule: Rule, members: Collection[int] | None = None) -> dict[Earned, int]:
    """Return what each of the members, or everybody of the company, has of the rule's metric. One query.

    By year for a yearly rule, for every year. Services and people who have left are not counted. The rule's number
    leaves out who has less when a whole company is counted.
    """
    how = _COUNTINGS[rule.metric]
    rows = how.rows(company_id).exclude(**{f"{how.author}__kind__in": _WITHOUT_BADGES})
    if members is not None:
        rows = rows.filter(**{f"{how.author}__in": list(members)})
    if rule.topic is not None:
        rows = rows.filter(**{how.topic: rule.topic})
    grouped: QuerySet[Any, Any] = rows.order_by()
    names = [how.author]
    if rule.period == Period.YEAR:
        grouped, names = grouped.annotate(counted_year=ExtractYear(how.moment, tzinfo=UTC)), [*names, "counted_year"]
    sums = grouped.values(*names).annotate(counted_sum=how.add_up)
    if members is None:
        sums = sums.filter(counted_sum__gte=rule.threshold)
    return {(row[how.author], str(row.get("counted_year", ""))): row["counted_sum"] for row in sums}


def earned(company_id: int, rule: Rule, members: Collection[int] | None = None) -> list[Earned]:
    """Return who has earned a badge with the rule, and for which period, in a stable order. One query."""
    return sorted(key for key, have in counted(company_id, rule, members).items() if have >= rule.threshold)
