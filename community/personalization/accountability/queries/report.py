"""A monthly report for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.reader import Reader
from community.personalization.accountability.models import Audit, Finding
from community.personalization.accountability.queries.demand import language_name
from community.questions.models import Question

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One language against all others, with what was found and is done, and questions that waited."""

    name: str
    figures: Figures
    finding: Finding | None
    is_overdue: bool
    examples: Sequence[Question]


@dataclass(frozen=True)
class Reach:
    """Newcomers or the others: their share of offers, of merit, and the one over the other."""

    is_newcomer: bool
    exposure: float | None
    merit: float | None
    ratio: float | None


@dataclass(frozen=True)
class Report:
    """The figures of a report but for the languages."""

    pool: int
    offers: Figures
    answers: Figures
    exposure: Sequence[Reach]
    prefixes: Sequence[Figures]


def report_rows(figures: Figures) -> Report:
    """Return the figures by name."""
    return Report(
        pool=figures["pool"],
        offers=figures["offers"],
        answers=figures["answers"],
        exposure=[Reach(**each) for each in figures["exposure"]],
        prefixes=[each for each in figures["prefixes"] if each["lists"]],
    )


def examples_of(reader: Reader, audit: Audit) -> dict[int, Question]:
    """Return the questions that the report names and the reader may see, by id. One query."""
    named = [pk for each in audit.figures["languages"] if each["is_outside"] for pk in each["examples"]]
    return Question.objects.visible_to(reader).in_bulk(named)


def lines_of(
    figures: Figures, findings: Mapping[str, Finding], examples: Mapping[int, Question], now: datetime
) -> list[Line]:
    """Return a line for each language, in the report's order."""
    lines = []
    for each in figures["languages"]:
        finding = findings.get(each["language"])
        waited = [examples[pk] for pk in each["examples"] if pk in examples]
        is_overdue = finding is not None and finding.is_overdue(now)
        lines.append(Line(language_name(each["language"]), each, finding, is_overdue, waited))
    return lines
