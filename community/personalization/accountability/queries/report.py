"""A monthly report for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from accounts.reader import Reader
from community.personalization.accountability.auditing import FEWEST, FEWEST_PEOPLE
from community.personalization.accountability.models import Audit, Finding
from community.personalization.accountability.queries.demand import language_name
from community.questions.models import Question

Figures = Mapping[str, Any]

# How many there are is said of few as well.
_COUNTS: Final = {"n", "people"}


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
    """The figures of a report but for the languages. `is_whole` when none had to be left out."""

    pool: int
    offers: Figures
    answers: Figures
    exposure: Sequence[Reach]
    prefixes: Sequence[Figures]
    is_whole: bool


def report_rows(figures: Figures) -> Report:
    """Return the figures by name, None for each that too few stand behind: it would be about a person, not the whole.

    A report of before people were counted by side says nothing about sides.
    """
    offers, answers = _said(figures["offers"]), _said(figures["answers"])
    is_exposure_said = offers["newcomers"]["share"] is not None
    is_merit_said = answers["newcomers"]["share"] is not None
    return Report(
        pool=figures["pool"],
        offers=offers,
        answers=answers,
        exposure=[
            Reach(
                is_newcomer=each["is_newcomer"],
                exposure=each["exposure"] if is_exposure_said else None,
                merit=each["merit"] if is_merit_said else None,
                ratio=each["ratio"] if is_exposure_said and is_merit_said else None,
            )
            for each in figures["exposure"]
        ],
        prefixes=[each for each in figures["prefixes"] if each["lists"]],
        is_whole=offers == figures["offers"] and answers == figures["answers"],
    )


def _said(figures: Figures) -> Figures:
    """Return offers or answers without what too few stand behind. How many there are, and of how many people, stays."""
    is_enough = _is_enough(figures)
    return {name: _figure_said(name, value, is_enough) for name, value in figures.items()}


def _figure_said(name: str, value: Any, is_enough: bool) -> Any:
    """Return a figure, None or a share of None where too few stand behind it."""
    if isinstance(value, Mapping):
        return value if is_enough and _is_enough(value) else {**value, "share": None, "low": None, "high": None}
    return value if is_enough or name in _COUNTS else None


def _is_enough(figures: Figures) -> bool:
    return bool(figures["n"] >= FEWEST and figures.get("people", 0) >= FEWEST_PEOPLE)


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
