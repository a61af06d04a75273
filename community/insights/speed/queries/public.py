"""What the public page says, and whether there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.core.cache import cache

from accounts.models import Company
from community.insights.clocks.definitions import FIRST_ANSWER
from community.insights.clocks.queries.population import Population, zone_of
from community.insights.clocks.queries.sample import Sample, sample_of
from community.insights.speed.models import SpeedPage
from community.insights.speed.queries.rows import solved_after, state_of
from community.statistics.survival import Curve

# How many days back the page looks; the file holds the longer time.
SHORT_DAYS: Final = 28
LONG_DAYS: Final = 90
# Of fewer questions it is said that the numbers are unstable.
STABLE: Final = 20
_KEPT_SECONDS: Final = 2 * 3600


@dataclass(frozen=True)
class Window:
    """The questions of so many days, and how long they waited."""

    days: int
    population: Population
    now: datetime

    @cached_property
    def sample(self) -> Sample:
        """Return the clocks. One query."""
        return sample_of(self.population.clocks())

    @cached_property
    def curve(self) -> Curve:
        """Return the curve of the first answer, open questions counted until now. No query of its own."""
        return self.sample.durations(FIRST_ANSWER, self.now).curve()

    @property
    def n(self) -> int:
        """Return how many questions were asked."""
        return len(self.sample)

    @property
    def answered(self) -> int:
        """Return how many of them have an answer: those whose curve fell."""
        return self.curve.happened

    @property
    def is_stable(self) -> bool:
        """Return whether there are enough questions to rely on."""
        return self.n >= STABLE


def window_of(company: Company, days: int, now: datetime) -> Window:
    """Return the questions of the last days, today included, in the company's time zone."""
    today = now.astimezone(zone_of(company)).date()
    return Window(days, Population(company=company, since=today - timedelta(days=days - 1), until=today), now)


def is_public(company: Company) -> bool:
    """Return whether the company has switched its page on. One query."""
    return SpeedPage.objects.filter(company=company, is_public=True).exists()


def is_linked(company: Company) -> bool:
    """Return whether footers link to the page: what `remember` kept. No query, as every page asks."""
    return bool(cache.get(_link_key(company.pk)))


def remember(company_id: int, linked: bool) -> None:
    """Let footers link to the company's page, or no longer. Kept for two hours; a task says it again every hour."""
    cache.set(_link_key(company_id), linked, _KEPT_SECONDS)


def remember_all() -> int:
    """Let footers link to every page that is on; return how many. One query."""
    companies = list(SpeedPage.objects.filter(is_public=True).values_list("company", flat=True))
    for company_id in companies:
        remember(company_id, linked=True)
    return len(companies)


def _link_key(company_id: int) -> str:
    return f"speed-page:{company_id}"


def public_rows(window: Window) -> Iterator[tuple[Any, ...]]:
    """Yield number, moment of asking, seconds to the first answer and to the solution, and state of each question.

    Nobody is named, and no time that is not known is made up. What the page counts as answered has its seconds here.
    """
    answered = window.sample.durations(FIRST_ANSWER, window.now)
    seconds = dict(zip(answered.clocks[answered.happened].tolist(), answered.seconds[answered.happened], strict=True))
    for clock in window.population.clocks().order_by("asked_at", "pk").iterator(chunk_size=2000):
        yield clock.question_id, clock.asked_at.isoformat(), seconds.get(clock.pk), solved_after(clock), state_of(clock)
