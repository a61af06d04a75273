"""All that the figures of one page are computed from, each part read once, when the first figure asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

from community.insights.clocks.definitions import RESOLUTION
from community.insights.clocks.queries.population import Population
from community.insights.clocks.queries.sample import Sample, sample_of
from community.insights.expectation.queries.calibration import judged
from community.insights.promise.queries.delivery import outcomes_of
from community.insights.speed.queries.helping import Helpers, answering_of, helpers_of
from community.statistics.resilience import Answering

# No community is older.
BEGINNING: Final = date(2000, 1, 1)
DAY: Final = 86_400.0


class Board:
    """The questions of a population at a moment. Every attribute makes the same few queries, however many there are."""

    def __init__(self, population: Population, now: datetime) -> None:
        self.population = population
        self.now = now

    @cached_property
    def sample(self) -> Sample:
        """Return all clocks that figures are made of. One query."""
        return sample_of(self.population.clocks())

    @cached_property
    def measured(self) -> Sample:
        """Return those of them whose solution, if there is one, came at a known time. No query of its own."""
        return self.sample.where(self.sample.is_measured(RESOLUTION))

    @cached_property
    def solved(self) -> Sample:
        """Return the solved ones, whenever that was. No query of its own."""
        return self.sample.where(self.sample["resolved_at"] > 0)

    @cached_property
    def backlog(self) -> Sample:
        """Return the open questions without an answer, asked up to the end of the period or long before. One query."""
        return sample_of(replace(self.population, since=BEGINNING).clocks().unanswered())

    @cached_property
    def helpers(self) -> Helpers:
        """Return who had answered up to the end of the period, whatever the other filters say. Two queries."""
        return helpers_of(self.population.company, self.ends)

    @cached_property
    def answering(self) -> Answering:
        """Return who answered what when. One query, beside that of the sample."""
        return answering_of(self.population.company, self.population.clocks(), self.sample, self.now, DAY)

    @cached_property
    def outcomes(self) -> dict[str, dict[int, str]]:
        """Return what became of each promise at this moment, by clause and question. One query."""
        found: dict[str, dict[int, str]] = {}
        for outcome in outcomes_of(self.population).order_by():
            found.setdefault(outcome.clause, {})[outcome.question_id] = outcome.state_at(self.now)
        return found

    @cached_property
    def forecasts(self) -> dict[int, bool]:
        """Return by clock whether the answer came within the time that its asker was told. One query."""
        rows = judged(self.population.clocks(), self.now).filter(had_ended=False)
        return dict(rows.order_by("asked_at", "pk").values_list("pk", "was_in_time"))

    @property
    def ends(self) -> datetime:
        """Return the end of the period, or now where it is not over."""
        return min(self.population.bounds[1], self.now)

    @cached_property
    def excluded(self) -> dict[str, int]:
        """Return how many of the chosen questions are in no figure, by the reason. One query."""
        return self.population.excluded()
